package dev.kora.memory.isokron.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import org.jspecify.annotations.Nullable;

/** Messages to a server, as UTF-8 bytes; never batches (rule 1). */
public final class Outgoing {
  private Outgoing() {}

  /** A request. */
  public static byte[] request(long id, String method, @Nullable ObjectNode params) {
    ObjectNode message = envelope().put("id", id).put("method", method);
    return withParams(message, params);
  }

  /** A notification. */
  public static byte[] notification(String method, @Nullable ObjectNode params) {
    return withParams(envelope().put("method", method), params);
  }

  /** The answer to a server's request: {@code ping} is answered, all else refused (rule 5). */
  public static byte[] answer(JsonNode id, String method) {
    ObjectNode message = envelope();
    message.set("id", id);
    if (method.equals("ping")) {
      message.putObject("result");
    } else {
      message
          .putObject("error")
          .put("code", ErrorCodes.METHOD_NOT_FOUND)
          .put("message", "Method not found");
    }
    return StrictJson.writeBytes(message);
  }

  private static ObjectNode envelope() {
    return StrictJson.object().put("jsonrpc", "2.0");
  }

  private static byte[] withParams(ObjectNode message, @Nullable ObjectNode params) {
    if (params != null) {
      message.set("params", params);
    }
    return StrictJson.writeBytes(message);
  }
}
