package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A server that misbehaves, and a client of it. */
final class FaultClient implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(5);

  final FaultServer server = new FaultServer();
  McpClient client;

  FaultClient(McpProtocol protocol, Duration timeout) throws IOException {
    client = connect(protocol, timeout);
  }

  private McpClient connect(McpProtocol protocol, Duration timeout) {
    HttpEndpoint endpoint = new HttpEndpoint(URI.create(server.address()));
    return new McpClient(new HttpTransport(endpoint, null), protocol, timeout, LONG, "test");
  }

  /** Goes on with another client. */
  void use(McpProtocol protocol, Duration timeout) {
    client.close();
    client = connect(protocol, timeout);
  }

  CallOutcome call() {
    return client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
  }

  /** A call that is to time out: again where the time was over before it was sent. */
  CallOutcome callUntilSent() {
    CallOutcome outcome = call();
    while (outcome instanceof CallOutcome.NotSent) {
      outcome = call();
    }
    return outcome;
  }

  CallOutcome.Refused refused() {
    return assertInstanceOf(CallOutcome.Refused.class, call());
  }

  /** Lets tool calls and lists be answered with this result. */
  void answerWith(String result) {
    server.behaviour = (e, m, id) -> FaultServer.json(e, 200, FaultServer.result(id, result));
  }

  /** Lets tool calls and lists be answered with this status and error. */
  void refuseWith(int status, int code) {
    server.behaviour = (e, m, id) -> FaultServer.json(e, status, FaultServer.error(id, code, "no"));
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
