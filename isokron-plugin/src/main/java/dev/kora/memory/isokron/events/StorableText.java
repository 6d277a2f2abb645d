package dev.kora.memory.isokron.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.StrictJson;

/** Repairs what Postgres cannot store: NUL and lone surrogates become U+FFFD. */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** Returns a repaired copy, names included. */
  static ObjectNode repair(ObjectNode object) {
    ObjectNode copy = StrictJson.object();
    object.properties().forEach(e -> copy.set(repair(e.getKey()), repairNode(e.getValue())));
    return copy;
  }

  private static JsonNode repairNode(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return repair(object);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode(array.size());
      array.forEach(item -> copy.add(repairNode(item)));
      return copy;
    }
    return node.isTextual() ? TextNode.valueOf(repair(node.textValue())) : node;
  }

  /** Returns the text, repaired where it has to be. */
  public static String repair(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        if (repaired == null) {
          repaired = new StringBuilder(text);
        }
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired == null ? text : repaired.toString();
  }
}
