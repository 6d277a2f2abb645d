package dev.kora.memory.sea.mcp;

import java.util.Map;

/** Reads arguments, which are there and of their type once the schema was checked. */
final class Arguments {
  private Arguments() {}

  static Object value(Map<String, Object> arguments, String name) {
    Object value = arguments.get(name);
    if (value == null) {
      throw new ToolRefusal(name + ": is missing");
    }
    return value;
  }

  static String text(Map<String, Object> arguments, String name) {
    if (!(value(arguments, name) instanceof String text)) {
      throw new ToolRefusal(name + ": must be a string");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new ToolRefusal(name + ": holds the character U+0000");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new ToolRefusal(name + ": holds half of a surrogate pair");
      }
    }
    return text;
  }
}
