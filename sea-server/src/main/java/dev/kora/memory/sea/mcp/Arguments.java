package dev.kora.memory.sea.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads arguments, which are there and of their type once the schema was checked. */
final class Arguments {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Arguments() {}

  static Object value(Map<String, Object> arguments, String name) {
    Object value = arguments.get(name);
    if (value == null) {
      throw new ToolRefusal(name + ": is missing");
    }
    return value;
  }

  static UUID uuid(Map<String, Object> arguments, String name) {
    return uuid(value(arguments, name), name);
  }

  static List<UUID> uuids(Map<String, Object> arguments, String name) {
    if (!(value(arguments, name) instanceof List<?> values)) {
      throw new ToolRefusal(name + ": must be an array");
    }
    List<UUID> uuids = new ArrayList<>();
    for (Object value : values) {
      uuids.add(uuid(value, name + "/" + uuids.size()));
    }
    return uuids;
  }

  /** {@code UUID.fromString} takes shorter groups too. */
  static UUID uuid(@Nullable Object value, String name) {
    if (value instanceof String text && UUID_FORM.matcher(text).matches()) {
      return UUID.fromString(text);
    }
    throw new ToolRefusal(name + ": must be a UUID");
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
