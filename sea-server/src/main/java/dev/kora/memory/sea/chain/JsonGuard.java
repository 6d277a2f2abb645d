package dev.kora.memory.sea.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Refuses what the canonical form would change: numbers that a double rounds, halves of surrogate
 * pairs, nesting that overflows a stack. NUL cannot be stored by Postgres.
 */
final class JsonGuard {
  private final int maxDepth;

  /** A JSON Pointer to the place of the visit. */
  private final StringBuilder place = new StringBuilder();

  private JsonGuard(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  static void check(JsonNode value, int maxDepth) {
    new JsonGuard(maxDepth).visit(value, 1);
  }

  private void visit(JsonNode value, int depth) {
    if (value.isContainerNode() && depth > maxDepth) {
      throw new UncanonicalJsonException("", "is nested deeper than " + maxDepth);
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        text(field.getKey());
        int length = place.length();
        place.append('/').append(escape(field.getKey()));
        visit(field.getValue(), depth + 1);
        place.setLength(length);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        int length = place.length();
        place.append('/').append(i);
        visit(value.get(i), depth + 1);
        place.setLength(length);
      }
    } else if (value.isTextual()) {
      text(value.textValue());
    } else if (value.isNumber() && !value.isInt()) {
      number(value);
    } else if (!value.isInt() && !value.isBoolean() && !value.isNull()) {
      throw refused("is no JSON value");
    }
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw refused("holds the character U+0000");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw refused("holds half of a surrogate pair");
      }
    }
  }

  /** Accepted only if the double it becomes prints as the same number again. */
  private void number(JsonNode value) {
    double asDouble = value.doubleValue();
    if (!Double.isFinite(asDouble)) {
      throw refused("is a number too large for a double");
    }
    if (value.decimalValue().compareTo(ShortestDouble.of(asDouble)) != 0) {
      throw refused("is a number that a double cannot hold exactly; send it as a string");
    }
  }

  private UncanonicalJsonException refused(String why) {
    return new UncanonicalJsonException(place.toString(), why);
  }

  private static String escape(String key) {
    String cut = key.length() > 80 ? key.substring(0, 80) : key;
    return cut.replace("~", "~0").replace("/", "~1");
  }
}
