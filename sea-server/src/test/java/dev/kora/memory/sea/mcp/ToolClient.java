package dev.kora.memory.sea.mcp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.codec.digest.Blake3;

/** The official client, connected over HTTP. */
final class ToolClient implements AutoCloseable {
  private final McpSyncClient client;

  ToolClient(SeaServer server, String token) {
    URI uri = server.mcpEndpoint();
    client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder("http://" + uri.getAuthority())
                    .endpoint(uri.getPath())
                    .requestBuilder(
                        HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                    .build())
            .build();
    client.initialize();
  }

  CallToolResult call(String tool, Map<String, Object> arguments, Map<String, Object> meta) {
    return client.callTool(new CallToolRequest(tool, arguments, meta));
  }

  CallToolResult call(String tool, Map<String, Object> arguments) {
    return call(tool, arguments, Map.of());
  }

  /** The structured answer of a call that must succeed; its text says the same. */
  Map<?, ?> answer(String tool, Map<String, Object> arguments) {
    CallToolResult result = call(tool, arguments);
    assertFalse(result.isError(), result::toString);
    return (Map<?, ?>) result.structuredContent();
  }

  /** Arguments of the tools that write an entry, with the right hash. */
  static Map<String, Object> entry(String workspaceId, String content) {
    byte[] hash = Blake3.hash(content.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("workspace_id", workspaceId);
    arguments.put("scratchpad_kind", "reasoning_trail");
    arguments.put("visibility_scope", "agent_private");
    arguments.put("content_inline", content);
    arguments.put("content_hash", HexFormat.of().formatHex(hash));
    return arguments;
  }

  static void assertError(String named, CallToolResult result) {
    assertTrue(result.isError(), result::toString);
    String text = ((TextContent) result.content().get(0)).text();
    assertTrue(text.contains(named), text);
    assertFalse(text.contains("Exception"), text);
  }

  @Override
  public void close() {
    client.close();
  }
}
