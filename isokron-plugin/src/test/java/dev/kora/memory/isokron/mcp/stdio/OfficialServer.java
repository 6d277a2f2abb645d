package dev.kora.memory.isokron.mcp.stdio;

import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;

/** A server made of the official Java SDK, over stdio; a program of its own. */
public final class OfficialServer {
  private OfficialServer() {}

  public static void main(String[] args) {
    var json = new JacksonMcpJsonMapper(new com.fasterxml.jackson.databind.ObjectMapper());
    Map<String, Object> schema = Map.of("type", "object");
    McpServer.sync(new StdioServerTransportProvider(json))
        .serverInfo("official", "2.1.0")
        .capabilities(ServerCapabilities.builder().tools(true).build())
        .jsonMapper(json)
        .toolCall(
            Tool.builder("greet", schema).description("greets").build(),
            (exchange, request) ->
                CallToolResult.builder()
                    .addTextContent("{\"hello\":\"" + request.arguments().get("name") + "\"}")
                    .build())
        .toolCall(
            Tool.builder("fail", schema).description("fails").build(),
            (exchange, request) ->
                CallToolResult.builder().isError(true).addTextContent("no luck").build())
        .build();
  }
}
