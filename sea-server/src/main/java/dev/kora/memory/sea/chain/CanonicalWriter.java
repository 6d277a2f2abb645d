package dev.kora.memory.sea.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes a tree that {@link JsonGuard} let pass in the form of RFC 8785: no space, keys by their
 * UTF-16 units, the shortest escapes, numbers as ECMAScript prints them.
 */
final class CanonicalWriter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder(256);

  private CanonicalWriter() {}

  static String write(JsonNode value) throws IOException {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(JsonNode value) throws IOException {
    if (value.isObject()) {
      object(value);
    } else if (value.isArray()) {
      out.append('[');
      for (int i = 0; i < value.size(); i++) {
        if (i > 0) {
          out.append(',');
        }
        value(value.get(i));
      }
      out.append(']');
    } else if (value.isTextual()) {
      text(value.textValue());
    } else if (value.isInt()) {
      out.append(value.intValue());
    } else if (value.isNumber()) {
      out.append(NumberToJSON.serializeNumber(value.doubleValue()));
    } else {
      out.append(value.asText());
    }
  }

  private void object(JsonNode value) throws IOException {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
    fields.sort(Map.Entry.comparingByKey());
    out.append('{');
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      text(fields.get(i).getKey());
      out.append(':');
      value(fields.get(i).getValue());
    }
    out.append('}');
  }

  private void text(String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        out.append(text, from, i);
        escape(c);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
    }
  }
}
