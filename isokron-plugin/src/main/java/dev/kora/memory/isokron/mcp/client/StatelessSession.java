package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.protocol.ErrorCodes;
import dev.kora.memory.isokron.mcp.protocol.HeaderValue;
import dev.kora.memory.isokron.mcp.protocol.ProtocolVersions;
import dev.kora.memory.isokron.mcp.protocol.RequestMeta;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What discovery found: nothing that the server would have to remember.
 *
 * @param meta what each request says of this client
 */
record StatelessSession(RequestMeta meta, ServerInfo server, JsonNode capabilities)
    implements ServerSession {

  /** Rule 14: what is in the body is in the headers too. */
  static Request request(
      RequestMeta meta, String method, ObjectNode params, Map<String, String> mirrored) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(McpHeaders.VERSION, ProtocolVersions.STATELESS);
    headers.put(McpHeaders.METHOD, method);
    if (method.equals(Conversation.TOOLS_CALL)) {
      headers.put(McpHeaders.NAME, HeaderValue.encode(params.path("name").asText()));
    }
    headers.putAll(mirrored);
    return new Request(Era.STATELESS, method, meta.in(params), headers);
  }

  @Override
  public Era era() {
    return Era.STATELESS;
  }

  @Override
  public Request request(String method, ObjectNode params, Map<String, String> mirrored) {
    return request(meta, method, params, mirrored);
  }

  @Override
  public String signOfLife() {
    return Discovery.METHOD;
  }

  /** A server of this era says why it refuses; one that does not, or lacks the version, is not. */
  @Override
  public boolean isVoidAfter(CallOutcome.Refused refusal) {
    int code = refusal.rpcCode();
    return code == ErrorCodes.UNSUPPORTED_VERSION
        || (refusal.httpStatus() == 404 && !ErrorCodes.isOfOneRequest(code))
        // An unknown method is 404 here: with 400, a server with a handshake misses its session.
        || (refusal.httpStatus() == 400
            && (code == ErrorCodes.METHOD_NOT_FOUND || !ErrorCodes.isOfOneRequest(code)));
  }
}
