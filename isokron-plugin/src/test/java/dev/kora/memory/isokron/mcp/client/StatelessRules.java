package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.HeaderValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server of 2026-07-28 checks of each request, as the protocol's text has it. */
final class StatelessRules {
  static final String VERSION = "2026-07-28";
  private static final String META = "io.modelcontextprotocol/";

  volatile String discovery =
      "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
          + "\"capabilities\":{\"tools\":{},\"experimental\":{\"x\":{}}},"
          + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
          + "{\"name\":\"modern\",\"version\":\"3\"}}}";

  /** What the list shows of tool {@code t}, and what the calls are checked against. */
  volatile String listedSchema = "{\"type\":\"object\"}";

  volatile String checkedSchema = "{\"type\":\"object\"}";

  void schema(String schema) {
    listedSchema = schema;
    checkedSchema = schema;
  }

  /** The error to refuse with, or null. */
  @Nullable String refusal(Map<String, String> headers, JsonNode message) {
    JsonNode meta = message.path("params").path("_meta");
    String claimed = meta.path(META + "protocolVersion").asText("");
    String header = headers.get("MCP-Protocol-Version");
    if (!VERSION.equals(header) && !VERSION.equals(claimed)) {
      return "{\"code\":-32022,\"message\":\"Unsupported protocol version\","
          + "\"data\":{\"supported\":[\"2026-07-28\"],\"requested\":\"other\"}}";
    }
    String name = message.path("params").path("name").asText("");
    if (!claimed.equals(header)
        || !message.path("method").asText().equals(headers.get("Mcp-Method"))
        || (message.path("method").asText().equals("tools/call")
            && !name.equals(decoded(headers, "Mcp-Name")))) {
      return "{\"code\":-32020,\"message\":\"Header mismatch\"}";
    }
    if (!meta.path(META + "clientCapabilities").isObject()) {
      return "{\"code\":-32602,\"message\":\"no capabilities\"}";
    }
    return message.path("method").asText().equals("tools/call")
        ? mismatch(headers, message.path("params").path("arguments"))
        : null;
  }

  private @Nullable String mismatch(Map<String, String> headers, JsonNode arguments) {
    JsonNode schema = ((ParsedJson.Value) StrictJson.parse(checkedSchema)).node();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String header = property.getValue().path("x-mcp-header").asText("");
      JsonNode value = arguments.path(property.getKey());
      if (!header.isEmpty()
          && !value.isMissingNode()
          && !value.isNull()
          && !value.asText().equals(decoded(headers, "Mcp-Param-" + header))) {
        return "{\"code\":-32020,\"message\":\"Header mismatch: Mcp-Param-" + header + "\"}";
      }
    }
    return null;
  }

  private static @Nullable String decoded(Map<String, String> headers, String name) {
    String value = headers.get(name);
    return value == null ? null : HeaderValue.decode(value).orElse(null);
  }

  boolean answers(String method) {
    return List.of("server/discover", "tools/list").contains(method);
  }

  String answer(String method) {
    return method.equals("server/discover")
        ? discovery
        : "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"t\",\"inputSchema\":"
            + listedSchema
            + "},{\"name\":\"wrong\",\"inputSchema\":{\"type\":\"object\",\"properties\":"
            + "{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}}]}";
  }
}
