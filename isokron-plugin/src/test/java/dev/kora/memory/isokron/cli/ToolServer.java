package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.mcp.client.FaultServer;
import java.io.IOException;
import java.util.List;

/** A server with three tools: one answers, one fails, one drives terminals. */
final class ToolServer implements AutoCloseable {
  static final String TOOLS =
      """
      {"tools":[
        {"name":"echo","description":"Says it again.\\nSecond line.","inputSchema":{"type":"object",
          "properties":{"message":{"type":"string"},"times":{"type":"integer","minimum":2},
            "tags":{"type":"array","items":{"type":"string"}}},
          "required":["message"]}},
        {"name":"fails","inputSchema":{"type":"object"}},
        {"name":"nasty\\u001b[2J","description":"\\u001b]0;title\\u0007\\u202e","inputSchema":{}}]}
      """
          .replace("\n", "");

  private final FaultServer server = new FaultServer();

  ToolServer() throws IOException {
    answerWith("{\"structuredContent\":{\"said\":\"\\u001b[31mred\"}}");
  }

  /** What the tools answer, as the {@code result} of a call. */
  void answerWith(String result) {
    server.behaviour =
        (exchange, method, id) -> {
          String body = server.seen.get(server.seen.size() - 1).body();
          String answer =
              switch (method) {
                case "tools/list" -> TOOLS;
                case "tools/call" ->
                    body.contains("\"fails\"")
                        ? "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no\\u001b[0m\"}]}"
                        : result;
                default -> "{}";
              };
          FaultServer.json(exchange, 200, FaultServer.result(id, answer));
        };
  }

  /** Answers everything with this status. */
  void refuseWith(int status) {
    server.behaviour = (exchange, method, id) -> FaultServer.json(exchange, status, "");
  }

  String address() {
    return server.address();
  }

  List<FaultServer.Seen> seen() {
    return server.seen;
  }

  List<String> methods() {
    return server.methods();
  }

  @Override
  public void close() {
    server.close();
  }
}
