package dev.kora.memory.sea.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kora.memory.sea.mcp.Incoming.Malformed;
import dev.kora.memory.sea.mcp.Incoming.Notification;
import dev.kora.memory.sea.mcp.Incoming.Request;
import dev.kora.memory.sea.mcp.Incoming.Response;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes to a message, or to the error that answers them. The SDK never sees what is malformed. */
final class MessageReader {
  private static final String JSON_RPC = "2.0";

  private MessageReader() {}

  static Incoming read(byte[] bytes) {
    if (bytes.length == 0) {
      return notJson("it is empty");
    }
    Object value;
    try {
      // Jackson would guess UTF-16 and skip a byte order mark.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      value = StrictJson.MAPPER.readValue(text, Object.class);
    } catch (CharacterCodingException e) {
      return notJson("it is not UTF-8");
    } catch (JsonProcessingException e) {
      return notJson(String.valueOf(e.getOriginalMessage()));
    }
    return value instanceof Map<?, ?> message
        ? read(message)
        : new Malformed(null, ErrorCodes.INVALID_REQUEST, "the message must be one JSON object");
  }

  private static Incoming read(Map<?, ?> message) {
    Object id = message.get("id");
    boolean hasId = message.containsKey("id");
    Object given = isId(id) ? id : null;
    if (!JSON_RPC.equals(message.get("jsonrpc"))) {
      return invalid(given, "jsonrpc: must be \"2.0\"");
    }
    if (message.containsKey("result") || message.containsKey("error")) {
      return new Response();
    }
    if (!(message.get("method") instanceof String method)) {
      return invalid(given, "method: must be a string");
    }
    if (hasId && given == null) {
      return invalid(null, "id: must be a string or a whole number");
    }
    Object params = message.get("params");
    String problem = badParams(method, params);
    if (given == null) {
      return new Notification(
          new JSONRPCNotification(JSON_RPC, method, problem == null ? params : null));
    }
    return problem == null
        ? new Request(new JSONRPCRequest(JSON_RPC, method, given, params))
        : new Malformed(given, ErrorCodes.INVALID_PARAMS, problem);
  }

  private static @Nullable String badParams(String method, @Nullable Object params) {
    boolean isCall = method.equals("tools/call");
    if (!(params instanceof Map<?, ?> map)) {
      boolean needed = isCall || method.equals("initialize");
      return params == null && !needed ? null : "params: must be an object";
    }
    if (isCall && !(map.get("name") instanceof String)) {
      return "params.name: must be a string";
    }
    if (isCall && !absentOrObject(map.get("arguments"))) {
      return "params.arguments: must be an object";
    }
    return absentOrObject(map.get("_meta")) ? null : "params._meta: must be an object";
  }

  private static boolean absentOrObject(@Nullable Object value) {
    return value == null || value instanceof Map;
  }

  /** It is sent back, so it must survive that. */
  private static boolean isId(@Nullable Object id) {
    return id instanceof Integer
        || id instanceof Long
        || id instanceof BigInteger
        || (id instanceof String text && StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  private static Malformed notJson(String why) {
    return new Malformed(null, ErrorCodes.PARSE_ERROR, "the message is not JSON: " + why);
  }

  private static Malformed invalid(@Nullable Object id, String problem) {
    return new Malformed(id, ErrorCodes.INVALID_REQUEST, problem);
  }
}
