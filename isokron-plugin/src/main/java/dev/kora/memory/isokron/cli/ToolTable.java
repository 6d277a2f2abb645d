package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.OneLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Tools as lines of text: name, the first line of the description, arguments. */
final class ToolTable {
  /** As long as MCP allows names to be. */
  static final int MAX_NAME = 128;

  private static final int MAX_DESCRIPTION = 60;
  private static final int MAX_ARGUMENTS = 400;

  private ToolTable() {}

  /** The lines of the table, with a head; of no tools, one line that says so. */
  static List<String> lines(List<JsonNode> tools) {
    if (tools.isEmpty()) {
      return List.of("(no tools)");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "DESCRIPTION", "ARGUMENTS"));
    for (JsonNode tool : tools) {
      rows.add(
          List.of(
              OneLine.clean(tool.path("name").asText(), MAX_NAME),
              description(tool.path("description").asText("")),
              OneLine.clean(arguments(tool.path("inputSchema")), MAX_ARGUMENTS)));
    }
    int name = width(rows, 0);
    int description = width(rows, 1);
    return rows.stream()
        .map(r -> (pad(r.get(0), name) + pad(r.get(1), description) + r.get(2)).stripTrailing())
        .toList();
  }

  private static String description(String text) {
    return OneLine.clean(text.strip().lines().findFirst().orElse(""), MAX_DESCRIPTION);
  }

  private static String arguments(JsonNode inputSchema) {
    FlatSchema flatten = new FlatSchema(new LocalRefs(inputSchema));
    JsonNode schema = flatten.of(inputSchema);
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(n -> required.add(n.asText()));
    List<String> arguments = new ArrayList<>();
    for (var property : schema.path("properties").properties()) {
      String optional = required.contains(property.getKey()) ? "" : "?";
      String type = type(flatten, property.getValue());
      arguments.add(property.getKey() + optional + " " + type);
    }
    return String.join(", ", arguments);
  }

  private static String type(FlatSchema flatten, JsonNode wanted) {
    JsonNode schema = flatten.of(wanted);
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      List<String> names = new ArrayList<>();
      type.forEach(t -> names.add(t.asText()));
      return String.join("|", names);
    }
    if (type.asText().equals("array") && schema.path("items").isObject()) {
      String items = flatten.of(schema.get("items")).path("type").asText("any");
      return items + "[]";
    }
    return type.asText("any");
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(r -> length(r.get(column))).max().orElse(0) + 2;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }

  /** In characters as people count them, near enough. */
  private static int length(String text) {
    return (int)
        IntStream.range(0, text.length())
            .filter(i -> !Character.isLowSurrogate(text.charAt(i)))
            .count();
  }
}
