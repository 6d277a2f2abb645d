package dev.kora.memory.sea.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Refuses what the canonical form would change: numbers that a double rounds, halves of surrogate
 * pairs, nesting that overflows a stack. NUL cannot be stored by Postgres.
 */
final class JsonGuard {
  private final int maxDepth;

  private JsonGuard(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  static void check(JsonNode value, int maxDepth) {
    new JsonGuard(maxDepth).visit(value, "", 1);
  }

  private void visit(JsonNode value, String pointer, int depth) {
    if (value.isContainerNode() && depth > maxDepth) {
      throw new UncanonicalJsonException("", "is nested deeper than " + maxDepth);
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        text(field.getKey(), pointer);
        visit(field.getValue(), pointer + "/" + escape(field.getKey()), depth + 1);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        visit(value.get(i), pointer + "/" + i, depth + 1);
      }
    } else if (value.isTextual()) {
      text(value.textValue(), pointer);
    } else if (value.isNumber() && !value.isInt()) {
      number(value, pointer);
    } else if (!value.isInt() && !value.isBoolean() && !value.isNull()) {
      throw new UncanonicalJsonException(pointer, "is no JSON value");
    }
  }

  private static void text(String text, String pointer) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new UncanonicalJsonException(pointer, "holds the character U+0000");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new UncanonicalJsonException(pointer, "holds half of a surrogate pair");
      }
    }
  }

  /** Accepted only if the double it becomes prints as the same number again. */
  private static void number(JsonNode value, String pointer) {
    double asDouble = value.doubleValue();
    if (!Double.isFinite(asDouble)) {
      throw new UncanonicalJsonException(pointer, "is a number too large for a double");
    }
    if (value.decimalValue().compareTo(ShortestDouble.of(asDouble)) != 0) {
      throw new UncanonicalJsonException(
          pointer, "is a number that a double cannot hold exactly; send it as a string");
    }
  }

  private static String escape(String key) {
    String cut = key.length() > 80 ? key.substring(0, 80) : key;
    return cut.replace("~", "~0").replace("/", "~1");
  }
}
