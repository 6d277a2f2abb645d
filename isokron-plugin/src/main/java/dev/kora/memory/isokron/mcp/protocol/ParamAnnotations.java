package dev.kora.memory.isokron.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.OneLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code x-mcp-header} annotations of a tool and checks all that the protocol asks of
 * them: one that is wrong makes the whole tool invalid.
 */
public final class ParamAnnotations {
  private static final String KEYWORD = "x-mcp-header";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> TYPES = Set.of("integer", "string", "boolean");

  /** Keywords whose keys are names, not keywords. */
  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

  /** Keywords that hold values, not schemas. */
  private static final Set<String> VALUES = Set.of("default", "const", "enum", "examples");

  private final Map<String, List<String>> pathByName = new LinkedHashMap<>();
  private final Set<String> lowerCaseNames = new HashSet<>();
  private @Nullable String fault;

  private ParamAnnotations() {}

  /** What came of reading. */
  public sealed interface Reading {
    /** All annotations, perhaps none, are as they must be. */
    record Valid(ParamHeaders headers) implements Reading {}

    /** The tool must not be used; {@code reason} is one line. */
    record Invalid(String reason) implements Reading {}
  }

  /** Reads a tool as the server describes it. */
  public static Reading read(JsonNode tool) {
    ParamAnnotations annotations = new ParamAnnotations();
    annotations.walk(tool.path("inputSchema"), List.of(), true);
    String fault = annotations.fault;
    if (fault != null) {
      return new Reading.Invalid(fault);
    }
    return new Reading.Valid(
        annotations.pathByName.isEmpty()
            ? ParamHeaders.NONE
            : new ParamHeaders(annotations.pathByName));
  }

  private void walk(JsonNode schema, List<String> path, boolean reachable) {
    if (schema.isArray()) {
      schema.forEach(element -> walk(element, path, false));
    }
    JsonNode annotation = schema.get(KEYWORD);
    if (annotation != null && schema.isObject()) {
      take(annotation, schema.path("type"), path, reachable && !path.isEmpty());
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String name = keyword.getKey();
      JsonNode value = keyword.getValue();
      if (MAPS.contains(name) && value.isObject()) {
        boolean stillReachable = reachable && name.equals("properties");
        value.properties().forEach(e -> walk(e.getValue(), with(path, e.getKey()), stillReachable));
      } else if (value.isContainerNode() && !VALUES.contains(name) && !name.equals(KEYWORD)) {
        walk(value, with(path, name), false);
      }
    }
  }

  private void take(JsonNode annotation, JsonNode type, List<String> path, boolean reachable) {
    String where = KEYWORD + " at " + OneLine.of(String.join(".", path), 80);
    String name = annotation.isTextual() ? annotation.textValue() : "";
    if (!reachable) {
      fail(where + ": not a property that is reached by properties alone");
    } else if (!TOKEN.matcher(name).matches()) {
      fail(where + ": not the name of a header");
    } else if (!type.isTextual() || !TYPES.contains(type.textValue())) {
      fail(where + ": the property is no integer, string or boolean");
    } else if (!lowerCaseNames.add(name.toLowerCase(Locale.ROOT))) {
      fail(where + ": the header has two properties");
    } else {
      pathByName.put(name, path);
    }
  }

  private void fail(String reason) {
    fault = fault == null ? reason : fault;
  }

  private static List<String> with(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }
}
