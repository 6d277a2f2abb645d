package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a value has to be: as JSON Schema, and as a check of the same. */
sealed interface ArgumentRule {
  /** Puts the keywords into a schema. */
  void describe(ObjectNode schema);

  /** What is wrong, to follow the argument's name; holds little of the value. */
  Optional<String> problem(JsonNode value);

  /** A text that is not blank; its length in characters of Unicode. */
  record Text(int maxLength) implements ArgumentRule {
    private static final Pattern PATTERN = Pattern.compile("^[ \\t\\r\\n]*[^ \\t\\r\\n][\\s\\S]*$");

    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "string").put("maxLength", maxLength).put("pattern", PATTERN.pattern());
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      return textProblem(value, maxLength, PATTERN, "must not be empty");
    }
  }

  /** As a text, without line breaks and other control characters. */
  record Line(int maxLength) implements ArgumentRule {
    private static final String CONTROLS = "\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029";
    private static final Pattern PATTERN =
        Pattern.compile("^ *[^ " + CONTROLS + "][^" + CONTROLS + "]*$");

    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "string").put("maxLength", maxLength).put("pattern", PATTERN.pattern());
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      return textProblem(
          value,
          maxLength,
          PATTERN,
          "must not be empty and must not contain line breaks or control characters");
    }
  }

  /** A UUID in its 36-character form. */
  record Id() implements ArgumentRule {
    // UUID.fromString accepts shortened groups.
    private static final Pattern PATTERN =
        Pattern.compile("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$");

    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "string").put("format", "uuid").put("pattern", PATTERN.pattern());
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      return textProblem(value, Integer.MAX_VALUE, PATTERN, "must be a UUID");
    }
  }

  /** One of some texts. */
  record Choice(List<String> choices) implements ArgumentRule {
    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "string");
      choices.forEach(schema.putArray("enum")::add);
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      return value.isTextual() && choices.contains(value.textValue())
          ? Optional.empty()
          : Optional.of("must be one of " + String.join(", ", choices) + not(value));
    }
  }

  /** Some of some texts: at least one, none twice. */
  record Choices(List<String> choices) implements ArgumentRule {
    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "array").put("minItems", 1).put("uniqueItems", true);
      new Choice(choices).describe(schema.putObject("items"));
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      if (!(value instanceof ArrayNode array) || array.isEmpty()) {
        return Optional.of("must be an array of at least one of " + String.join(", ", choices));
      }
      Set<String> seen = new HashSet<>();
      for (JsonNode item : array) {
        Optional<String> problem = new Choice(choices).problem(item);
        if (problem.isPresent()) {
          return problem.map("has an item that "::concat);
        }
        if (!seen.add(item.textValue())) {
          return Optional.of("has " + item.textValue() + " twice");
        }
      }
      return Optional.empty();
    }
  }

  /** A whole number within bounds; 5.0 is one, as in JSON Schema. */
  record Whole(int min, int max) implements ArgumentRule {
    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "integer").put("minimum", min).put("maximum", max);
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      if (value.isNumber()) {
        // Compared as it is: written out, 1e999999999 would fill the memory.
        BigDecimal number = value.decimalValue();
        if (number.compareTo(BigDecimal.valueOf(min)) >= 0
            && number.compareTo(BigDecimal.valueOf(max)) <= 0
            && number.stripTrailingZeros().scale() <= 0) {
          return Optional.empty();
        }
      }
      return Optional.of("must be a whole number from " + min + " to " + max);
    }
  }

  /** True or false. */
  record Flag() implements ArgumentRule {
    @Override
    public void describe(ObjectNode schema) {
      schema.put("type", "boolean");
    }

    @Override
    public Optional<String> problem(JsonNode value) {
      return value.isBoolean() ? Optional.empty() : Optional.of("must be true or false");
    }
  }

  private static Optional<String> textProblem(
      JsonNode value, int maxLength, Pattern pattern, String otherwise) {
    if (!value.isTextual()) {
      return Optional.of("must be a string");
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > maxLength) {
      return Optional.of("must have at most " + maxLength + " characters");
    }
    return pattern.matcher(text).matches() ? Optional.empty() : Optional.of(otherwise);
  }

  private static String not(JsonNode value) {
    return value.isTextual() ? ", not \"" + OneLine.of(value.textValue(), 60) + "\"" : "";
  }
}
