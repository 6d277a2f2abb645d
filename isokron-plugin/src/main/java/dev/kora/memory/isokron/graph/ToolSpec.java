package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tool as a model sees it.
 *
 * @param capability what the agent needs for it
 * @param writes whether it changes anything
 */
public record ToolSpec(
    String name, String description, String capability, boolean writes, List<Argument> arguments) {
  /** Most characters of a call's arguments. */
  static final int MAX_LENGTH = 256 * 1024;

  private static final int SHOWN_UNKNOWN = 5;

  public ToolSpec {
    arguments = List.copyOf(arguments);
  }

  /** The JSON Schema of the arguments. */
  public String schemaJson() {
    ObjectNode schema = StrictJson.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Argument argument : arguments) {
      properties.set(argument.name(), argument.schema());
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    schema.put("additionalProperties", false);
    return StrictJson.write(schema);
  }

  /** Arguments that fit, or why they do not. */
  sealed interface Checked {
    /**
     * All that was given or has a default.
     *
     * @param values by the arguments' names; each getter is for arguments of its own rule
     */
    record Fitting(Map<String, JsonNode> values) implements Checked {
      public Fitting {
        values = Map.copyOf(values);
      }

      private JsonNode get(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
          throw new IllegalStateException("no argument " + name);
        }
        return value;
      }

      String text(String name) {
        return get(name).textValue();
      }

      @Nullable String find(String name) {
        JsonNode value = values.get(name);
        return value == null ? null : value.textValue();
      }

      boolean flag(String name) {
        return get(name).booleanValue();
      }

      int number(String name) {
        return get(name).decimalValue().intValueExact();
      }

      UUID id(String name) {
        return UUID.fromString(text(name));
      }

      List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        get(name).forEach(item -> texts.add(item.textValue()));
        return texts;
      }
    }

    record Misfit(String problems) implements Checked {}
  }

  Checked check(String argumentsJson) {
    if (argumentsJson.length() > MAX_LENGTH) {
      return new Checked.Misfit("the arguments are longer than " + MAX_LENGTH + " characters");
    }
    ParsedJson parsed = StrictJson.parse(argumentsJson);
    if (parsed instanceof ParsedJson.Malformed malformed) {
      return new Checked.Misfit("the arguments are not JSON: " + malformed.reason());
    }
    JsonNode given = ((ParsedJson.Value) parsed).node();
    if (!given.isObject()) {
      return new Checked.Misfit("the arguments must be a JSON object");
    }
    List<String> problems = new ArrayList<>();
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      JsonNode value = given.get(argument.name());
      if (value != null) {
        argument
            .problem(value)
            .ifPresentOrElse(problems::add, () -> values.put(argument.name(), value));
      } else if (argument.required()) {
        problems.add(argument.name() + " is missing");
      } else if (argument.byDefault() != null) {
        values.put(argument.name(), argument.byDefault());
      }
    }
    problems.addAll(unknown(given));
    return problems.isEmpty()
        ? new Checked.Fitting(values)
        : new Checked.Misfit(String.join("; ", problems));
  }

  private List<String> unknown(JsonNode given) {
    return given.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> arguments.stream().noneMatch(a -> a.name().equals(name)))
        .limit(SHOWN_UNKNOWN)
        .map(name -> "unknown argument \"" + OneLine.of(name, 60) + "\"")
        .toList();
  }
}
