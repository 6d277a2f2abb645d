package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake settled.
 *
 * @param version the MCP version in use
 * @param id the session id to send with everything, a secret, or null when the server has none
 * @param server who it is
 * @param capabilities the server's capabilities
 */
record HandshakeSession(
    String version, @Nullable Secret id, ServerInfo server, JsonNode capabilities)
    implements ServerSession {

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public Request request(String method, ObjectNode params, Map<String, String> mirrored) {
    return new Request(Era.LEGACY, method, params, headers());
  }

  /** Headers of every later message (rule 13). */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(McpHeaders.VERSION, version);
    if (id != null) {
      headers.put(McpHeaders.SESSION, id.reveal());
    }
    return headers;
  }

  @Override
  public String signOfLife() {
    return "ping";
  }

  /** Rule 17; and 400 is what a server says, too, that knows no handshake and took its place. */
  @Override
  public boolean isVoidAfter(CallOutcome.Refused refusal) {
    return refusal.httpStatus() == 400 || (id != null && refusal.httpStatus() == 404);
  }
}
