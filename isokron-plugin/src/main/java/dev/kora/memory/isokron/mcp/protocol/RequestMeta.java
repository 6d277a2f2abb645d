package dev.kora.memory.isokron.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import org.jspecify.annotations.Nullable;

/** What each request of 2026-07-28 says of the client in its {@code _meta} (rule 14). */
public final class RequestMeta {
  /** Where a result names the server. */
  public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  private static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";

  private final ObjectNode clientInfo;

  /** {@code clientInfo}: name and version of this client. */
  public RequestMeta(ObjectNode clientInfo) {
    this.clientInfo = clientInfo.deepCopy();
  }

  /** The parameters with our {@code _meta} and theirs; ours wins. Leaves its argument alone. */
  public ObjectNode in(@Nullable ObjectNode params) {
    ObjectNode dressed = StrictJson.object();
    ObjectNode meta = StrictJson.object();
    if (params != null) {
      dressed.setAll(params);
      JsonNode callers = params.get("_meta");
      if (callers instanceof ObjectNode given) {
        meta.setAll(given);
      }
    }
    meta.put(VERSION, ProtocolVersions.STATELESS);
    meta.set(CAPABILITIES, StrictJson.object());
    meta.set(CLIENT_INFO, clientInfo);
    dressed.set("_meta", meta);
    return dressed;
  }
}
