package dev.kora.memory.isokron.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The fields of an answer that is an object. What does not fit ends the reading. */
public final class AnswerFields {
  // UUID.fromString accepts shortened groups.
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final JsonNode object;

  AnswerFields(JsonNode object) {
    this.object = object;
  }

  /** A required field that is a UUID in its 36-character form. */
  public UUID uuid(String field) {
    JsonNode node = field(field);
    if (!node.isTextual() || !UUID_TEXT.matcher(node.textValue()).matches()) {
      throw new Mismatch("a UUID", describe(node), pointer(field));
    }
    return UUID.fromString(node.textValue());
  }

  /** A required field that is an object of booleans, in the order of the answer. */
  public Map<String, Boolean> booleans(String field) {
    JsonNode node = field(field);
    if (!node.isObject()) {
      throw new Mismatch("an object of booleans", describe(node), pointer(field));
    }
    Map<String, Boolean> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isBoolean()) {
        throw new Mismatch(
            "true or false", describe(entry.getValue()), pointer(field) + pointer(entry.getKey()));
      }
      values.put(entry.getKey(), entry.getValue().booleanValue());
    }
    return values;
  }

  private JsonNode field(String field) {
    JsonNode node = object.get(field);
    return node == null ? MissingNode.getInstance() : node;
  }

  private static String pointer(String field) {
    return "/" + field.replace("~", "~0").replace("/", "~1");
  }

  static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "nothing";
      case NULL -> "null";
      case OBJECT -> "an object of " + node.size() + " fields";
      case ARRAY -> "an array of " + node.size() + " items";
      case STRING -> node.textValue().isEmpty() ? "an empty string" : describeText(node);
      case BOOLEAN, NUMBER -> OneLine.of(node.asText(), 40);
      case BINARY, POJO -> "something that is not JSON";
    };
  }

  private static String describeText(JsonNode node) {
    String text = node.textValue();
    return "a string of " + text.length() + " characters: " + OneLine.of(text, 60);
  }

  /** Ends the reading; never leaves {@link ResponseShape#check}. */
  static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String expected;
    final String got;
    final String pointer;

    Mismatch(String expected, String got, String pointer) {
      super(expected, null, false, false);
      this.expected = expected;
      this.got = got;
      this.pointer = pointer;
    }
  }
}
