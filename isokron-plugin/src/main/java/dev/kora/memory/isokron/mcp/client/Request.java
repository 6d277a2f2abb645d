package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes out.
 *
 * @param headers sent with it where the transport has headers; may hold the session, a secret
 */
record Request(Era era, String method, @Nullable ObjectNode params, Map<String, String> headers) {
  @Override
  public String toString() {
    return "Request[" + method + "]";
  }
}
