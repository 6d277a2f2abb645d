package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake settled.
 *
 * @param version the MCP version in use
 * @param id the session id to send with everything, a secret, or null when the server has none
 * @param server who it is
 * @param capabilities the server's capabilities
 */
record ServerSession(
    String version, @Nullable Secret id, ServerInfo server, JsonNode capabilities) {

  /** Headers of every later request (rule 13). */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(McpHeaders.VERSION, version);
    if (id != null) {
      headers.put(McpHeaders.SESSION, id.reveal());
    }
    return headers;
  }
}
