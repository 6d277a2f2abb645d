package dev.kora.memory.isokron.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** JSON values as text that is the same for the same value. */
final class SortedJson {
  private static final int PLAIN_DIGITS = 1_000;

  private SortedJson() {}

  /** Compact, with the keys sorted at every depth. */
  static String write(JsonNode value) {
    return StrictJson.write(sorted(value));
  }

  /** A scalar without quotes; a number as it was written, never with an exponent. */
  static String bare(JsonNode scalar) {
    if (!scalar.isNumber()) {
      return scalar.asText();
    }
    BigDecimal number = scalar.decimalValue();
    return Math.abs((long) number.scale()) > PLAIN_DIGITS
        ? number.toString()
        : number.toPlainString();
  }

  // As deep as the parser lets a text be.
  private static JsonNode sorted(JsonNode value) {
    if (value instanceof ObjectNode object) {
      Map<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode sorted = StrictJson.object();
      fields.forEach(sorted::set);
      return sorted;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode sorted = StrictJson.object().arrayNode();
      array.forEach(element -> sorted.add(sorted(element)));
      return sorted;
    }
    return value;
  }
}
