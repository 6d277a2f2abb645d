package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.config.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the handshake settled.
 *
 * @param version the MCP version in use
 * @param id the session id to send with everything, a secret, or null when the server has none
 * @param serverName what the server calls itself
 * @param capabilities the server's capabilities
 */
record ServerSession(
    String version, @Nullable Secret id, String serverName, JsonNode capabilities) {

  /** Headers of every later request (rule 13). */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("MCP-Protocol-Version", version);
    if (id != null) {
      headers.put("Mcp-Session-Id", id.reveal());
    }
    return headers;
  }
}
