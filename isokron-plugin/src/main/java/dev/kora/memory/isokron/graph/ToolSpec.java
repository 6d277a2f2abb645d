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
import org.jspecify.annotations.Nullable;

/**
 * A tool as a model sees it.
 *
 * @param writes whether it changes anything
 */
public record ToolSpec(String name, String description, boolean writes, List<Argument> arguments) {
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
    /** All that was given or has a default, as text. */
    record Fitting(Map<String, String> values) implements Checked {
      /** Returns an argument that is required or has a default. */
      String get(String name) {
        String value = values.get(name);
        if (value == null) {
          throw new IllegalStateException("no argument " + name);
        }
        return value;
      }

      @Nullable String find(String name) {
        return values.get(name);
      }
    }

    record Misfit(String problems) implements Checked {}
  }

  Checked check(String argumentsJson) {
    ParsedJson parsed = StrictJson.parse(argumentsJson);
    if (parsed instanceof ParsedJson.Malformed malformed) {
      return new Checked.Misfit("the arguments are not JSON: " + malformed.reason());
    }
    JsonNode given = ((ParsedJson.Value) parsed).node();
    if (!given.isObject()) {
      return new Checked.Misfit("the arguments must be a JSON object");
    }
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      JsonNode value = given.get(argument.name());
      if (value == null || (value.isNull() && !argument.required())) {
        if (argument.required()) {
          problems.add(argument.name() + " is missing");
        } else if (argument.defaultValue() != null) {
          values.put(argument.name(), argument.defaultValue());
        }
        continue;
      }
      argument
          .problem(value)
          .ifPresentOrElse(problems::add, () -> values.put(argument.name(), value.asText()));
    }
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (arguments.stream().noneMatch(a -> a.name().equals(name))) {
                problems.add("unknown argument \"" + OneLine.of(name, 60) + "\"");
              }
            });
    return problems.isEmpty()
        ? new Checked.Fitting(values)
        : new Checked.Misfit(String.join("; ", problems));
  }
}
