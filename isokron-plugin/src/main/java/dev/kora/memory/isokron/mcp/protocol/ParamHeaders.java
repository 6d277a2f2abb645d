package dev.kora.memory.isokron.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which arguments of a tool are repeated in headers (2026-07-28: {@code x-mcp-header}; rule 14).
 */
public final class ParamHeaders {
  private static final BigInteger LARGEST_SAFE =
      BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

  /** Of a tool that has no annotation. */
  public static final ParamHeaders NONE = new ParamHeaders(Map.of());

  private final Map<String, List<String>> pathByName;

  /** {@code pathByName}: the header's own part of its name, and the way to the argument. */
  ParamHeaders(Map<String, List<String>> pathByName) {
    this.pathByName = Map.copyOf(pathByName);
  }

  /** The headers that go with these arguments. */
  public Map<String, String> of(JsonNode arguments) {
    Map<String, String> headers = new LinkedHashMap<>();
    pathByName.forEach(
        (name, path) -> {
          JsonNode value = arguments;
          for (String step : path) {
            value = value.isObject() ? value.path(step) : value.path("");
          }
          if (canBeTold(value)) {
            headers.put(McpHeaders.PARAM_PREFIX + name, HeaderValue.encode(textOf(value)));
          }
        });
    return headers;
  }

  // Null and absent values have no header. Of the others, those that the protocol cannot express
  // have none either: such arguments fit no schema of a valid tool, and the server says so.
  private static boolean canBeTold(JsonNode value) {
    if (isWhole(value)) {
      return value.canConvertToLong()
          && BigInteger.valueOf(value.longValue()).abs().compareTo(LARGEST_SAFE) <= 0;
    }
    return value.isTextual() || value.isBoolean() || value.isNumber();
  }

  private static String textOf(JsonNode value) {
    return isWhole(value) ? Long.toString(value.longValue()) : value.asText();
  }

  private static boolean isWhole(JsonNode value) {
    return value.isNumber() && value.canConvertToExactIntegral();
  }
}
