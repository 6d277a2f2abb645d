package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/** Single values that fit a flat schema. */
final class PlausibleScalars {
  private static final int MAX_LENGTH = 1_000;
  // Whole numbers up to here are exact as doubles.
  private static final double EXACT = 9_007_199_254_740_991d;

  private PlausibleScalars() {}

  /** A value that the schema itself names, or a missing node. */
  static JsonNode given(JsonNode schema) {
    for (JsonNode named :
        List.of(
            schema.path("const"),
            schema.path("default"),
            schema.path("examples").path(0),
            schema.path("enum").path(0))) {
      if (!named.isMissingNode()) {
        return named;
      }
    }
    return MissingNode.getInstance();
  }

  static String text(JsonNode schema) {
    String text =
        switch (schema.path("format").asText("")) {
          case "date-time" -> "2026-01-31T12:00:00Z";
          case "date" -> "2026-01-31";
          case "time" -> "12:00:00Z";
          case "duration" -> "PT1M";
          case "email" -> "someone@example.com";
          case "hostname" -> "example.com";
          case "ipv4" -> "192.0.2.1";
          case "ipv6" -> "2001:db8::1";
          case "uri", "iri", "url", "uri-reference" -> "https://example.com/";
          case "uuid" -> "123e4567-e89b-42d3-a456-426614174000";
          default -> "text";
        };
    int least = Math.min(schema.path("minLength").asInt(0), MAX_LENGTH);
    int most = Math.max(0, schema.path("maxLength").asInt(MAX_LENGTH));
    String longer = text + "x".repeat(Math.max(0, least - text.length()));
    return longer.substring(0, Math.min(longer.length(), most));
  }

  /** 1, or the number next to it that the bounds allow. */
  static JsonNode number(JsonNode schema, boolean whole) {
    double step = bound(schema, "multipleOf", whole ? 1 : 0);
    double unit = whole ? Math.max(1, Math.rint(step)) : step;
    double low = bound(schema, "minimum", -EXACT);
    double high = bound(schema, "maximum", EXACT);
    double distance = unit > 0 ? unit : Math.min(1, Math.abs(high - low) / 2);
    low = Math.max(low, above(schema, low, distance));
    high = Math.min(high, bound(schema, "exclusiveMaximum", Double.MAX_VALUE) - distance);
    double value = Math.max(low, Math.min(1, high));
    if (unit > 0) {
      double up = Math.ceil(value / unit) * unit;
      value = up <= high ? up : Math.floor(value / unit) * unit;
    }
    boolean exact = value == Math.rint(value) && Math.abs(value) <= EXACT;
    return exact ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }

  /** The smallest value past an exclusive minimum, which older schemas say by a boolean. */
  private static double above(JsonNode schema, double low, double distance) {
    if (schema.path("exclusiveMinimum").booleanValue()) {
      return low + distance;
    }
    return bound(schema, "exclusiveMinimum", -Double.MAX_VALUE) + distance;
  }

  private static double bound(JsonNode schema, String key, double without) {
    JsonNode bound = schema.path(key);
    double value = bound.isNumber() ? bound.doubleValue() : without;
    return Math.abs(value) <= EXACT ? value : without;
  }
}
