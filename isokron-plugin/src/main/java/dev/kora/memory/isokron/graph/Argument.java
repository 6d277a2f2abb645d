package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a tool: the source of both its JSON Schema and its check, which accept the same.
 *
 * @param byDefault what it is when absent, or null
 * @param rule what a value has to be
 */
record Argument(
    String name,
    ArgumentRule rule,
    boolean required,
    @Nullable JsonNode byDefault,
    String description) {

  static Argument text(String name, int maxLength, String description) {
    return new Argument(name, new ArgumentRule.Text(maxLength), true, null, description);
  }

  static Argument line(String name, int maxLength, String description) {
    return new Argument(name, new ArgumentRule.Line(maxLength), true, null, description);
  }

  static Argument uuid(String name, String description) {
    return new Argument(name, new ArgumentRule.Id(), true, null, description);
  }

  static Argument choice(String name, List<String> choices, String description) {
    return new Argument(name, new ArgumentRule.Choice(choices), true, null, description);
  }

  static Argument choices(String name, List<String> choices, String description) {
    return new Argument(name, new ArgumentRule.Choices(choices), true, null, description);
  }

  static Argument number(String name, int min, int max, int byDefault, String description) {
    return new Argument(
        name, new ArgumentRule.Whole(min, max), false, IntNode.valueOf(byDefault), description);
  }

  static Argument flag(String name, boolean byDefault, String description) {
    return new Argument(
        name, new ArgumentRule.Flag(), false, BooleanNode.valueOf(byDefault), description);
  }

  /** The same, but it may be absent and has no value then. */
  Argument optional() {
    return new Argument(name, rule, false, null, description);
  }

  /** The same, but it may be absent and has this value then. */
  Argument optional(String value) {
    return new Argument(name, rule, false, TextNode.valueOf(value), description);
  }

  ObjectNode schema() {
    ObjectNode schema = StrictJson.object();
    rule.describe(schema);
    schema.put("description", description);
    if (byDefault != null) {
      schema.set("default", byDefault);
    }
    return schema;
  }

  /** What is wrong with a value that is there, if anything. */
  Optional<String> problem(JsonNode value) {
    return rule.problem(value).map(problem -> name + " " + problem);
  }
}
