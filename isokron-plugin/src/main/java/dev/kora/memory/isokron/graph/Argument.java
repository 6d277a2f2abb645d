package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a tool: the source of both its JSON Schema and its check.
 *
 * @param maxLength most characters of a text, or 0 for no limit of its own
 * @param choices the only texts allowed, or empty
 * @param defaultValue what it is when absent, or null
 */
record Argument(
    String name,
    Type type,
    boolean required,
    int maxLength,
    List<String> choices,
    @Nullable String defaultValue,
    String description) {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern LINE_BREAK = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  enum Type {
    TEXT,
    /** Text without line breaks or other control characters. */
    LINE,
    UUID,
    BOOLEAN
  }

  static Argument text(String name, int maxLength, String description) {
    return new Argument(name, Type.TEXT, true, maxLength, List.of(), null, description);
  }

  static Argument line(String name, int maxLength, String description) {
    return new Argument(name, Type.LINE, true, maxLength, List.of(), null, description);
  }

  static Argument uuid(String name, String description) {
    return new Argument(name, Type.UUID, true, 0, List.of(), null, description);
  }

  static Argument choice(String name, List<String> choices, String description) {
    return new Argument(name, Type.TEXT, true, 0, choices, null, description);
  }

  static Argument flag(String name, boolean byDefault, String description) {
    return new Argument(
        name, Type.BOOLEAN, false, 0, List.of(), Boolean.toString(byDefault), description);
  }

  Argument optional(@Nullable String byDefault) {
    return new Argument(name, type, false, maxLength, choices, byDefault, description);
  }

  ObjectNode schema() {
    ObjectNode schema = StrictJson.object();
    schema.put("type", type == Type.BOOLEAN ? "boolean" : "string");
    schema.put("description", description);
    if (!choices.isEmpty()) {
      choices.forEach(schema.putArray("enum")::add);
    } else if (type == Type.TEXT || type == Type.LINE) {
      schema.put("minLength", 1);
    }
    if (maxLength > 0) {
      schema.put("maxLength", maxLength);
    }
    if (type == Type.LINE) {
      schema.put("pattern", "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$");
    }
    if (type == Type.UUID) {
      schema.put("format", "uuid");
    }
    if (defaultValue != null) {
      if (type == Type.BOOLEAN) {
        schema.put("default", Boolean.parseBoolean(defaultValue));
      } else {
        schema.put("default", defaultValue);
      }
    }
    return schema;
  }

  /** What is wrong with a value that is there, if anything. */
  Optional<String> problem(JsonNode value) {
    if (type == Type.BOOLEAN) {
      return value.isBoolean() ? Optional.empty() : Optional.of(name + " must be true or false");
    }
    if (!value.isTextual()) {
      return Optional.of(name + " must be a string");
    }
    String text = value.textValue();
    if (!choices.isEmpty()) {
      return choices.contains(text)
          ? Optional.empty()
          : Optional.of(
              name
                  + " must be one of "
                  + String.join(", ", choices)
                  + ", not \""
                  + OneLine.of(text, 60)
                  + "\"");
    }
    if (type == Type.UUID) {
      return UUID_TEXT.matcher(text).matches()
          ? Optional.empty()
          : Optional.of(name + " must be a UUID");
    }
    if (text.isBlank()) {
      return Optional.of(name + " must not be empty");
    }
    if (maxLength > 0 && text.codePointCount(0, text.length()) > maxLength) {
      return Optional.of(name + " must have at most " + maxLength + " characters");
    }
    if (type == Type.LINE && LINE_BREAK.matcher(text).find()) {
      return Optional.of(name + " must not contain line breaks or control characters");
    }
    return Optional.empty();
  }
}
