package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and the official Java SDK's server; numbers are rules of the client's contract. */
@Timeout(120)
class SdkServerTest {
  private static McpClient connect(SdkServer server, McpProtocol protocol) {
    return McpClient.connect(
        new HttpEndpoint(server.uri()), null, protocol, Duration.ofMinutes(1), "test");
  }

  private static CallOutcome call(McpClient client, String tool) {
    return client.withMeta(StrictJson.object()).callTool(tool, StrictJson.object().put("a", "é"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rules4To8HandshakeListCallAndBothKindsOfFailure(boolean sessions) throws Exception {
    try (SdkServer server = new SdkServer(0, sessions);
        McpClient client = connect(server, McpProtocol.AUTO)) {
      assertEquals(
          "{\"a\":\"é\"}",
          StrictJson.write(
              assertInstanceOf(CallOutcome.Answered.class, call(client, "echo")).content()));
      ToolListing.Listed listed = assertInstanceOf(ToolListing.Listed.class, client.listTools());
      assertEquals(
          Set.of("echo", "fail", "hang"),
          listed.tools().stream().map(t -> t.path("name").asText()).collect(Collectors.toSet()));
      String failure = assertInstanceOf(CallOutcome.Failed.class, call(client, "fail")).reason();
      assertTrue(failure.contains("no luck"), failure);
      assertEquals(
          -32602, assertInstanceOf(CallOutcome.Refused.class, call(client, "nothing")).rpcCode());
      assertInstanceOf(CallOutcome.Answered.class, client.ping());
      assertEquals("legacy", client.server().orElseThrow().era());
      assertEquals("sdk", client.server().orElseThrow().name());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rule17ARestartOnTheSamePortLosesNoCall(boolean sessions) throws Exception {
    SdkServer server = new SdkServer(0, sessions);
    int port = server.port();
    try (McpClient client = connect(server, McpProtocol.AUTO)) {
      assertInstanceOf(CallOutcome.Answered.class, call(client, "echo"));
      server.close();
      CallOutcome away = call(client, "echo");
      while (away instanceof CallOutcome.Ambiguous) {
        away = call(client, "echo"); // it went into the old connection, not seen to be closed yet
      }
      assertInstanceOf(CallOutcome.NotSent.class, away);
      server = new SdkServer(port, sessions);
      assertInstanceOf(CallOutcome.Answered.class, call(client, "echo"));
      assertInstanceOf(CallOutcome.Answered.class, call(client, "echo"));
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rule11AServerThatStopsInACallLeavesItAmbiguousAtOnce(boolean sessions) throws Exception {
    SdkServer server = new SdkServer(0, sessions);
    try (McpClient client = connect(server, McpProtocol.AUTO)) {
      FutureTask<CallOutcome> hanging = new FutureTask<>(() -> call(client, "hang"));
      new Thread(hanging).start();
      server.hanging.await();
      server.close();
      assertInstanceOf(CallOutcome.Ambiguous.class, hanging.get());
    } finally {
      server.close();
    }
  }

  @Test
  void statelessOnlyIsRefusedWithAReason() throws Exception {
    try (SdkServer server = new SdkServer(0, true);
        McpClient client = connect(server, McpProtocol.STATELESS)) {
      assertInstanceOf(CallOutcome.Refused.class, call(client, "echo"));
      assertTrue(client.server().isEmpty());
    }
  }
}
