package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Arguments that a tool may well accept, made from its schema: required properties always, optional
 * ones near the top. Total: any JSON as a schema gives an object, in bounded time and size.
 */
final class PlausibleArguments {
  private static final int MAX_VALUES = 2_000;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_OPTIONAL_DEPTH = 3;
  private static final int MAX_ITEMS = 20;

  /** Most that is taken from the schema's own values: one may be large and named often. */
  private static final int MAX_GIVEN = 64 * 1024;

  private final FlatSchema flatten;
  private int left = MAX_VALUES;
  private int givenLeft = MAX_GIVEN;

  private PlausibleArguments(JsonNode root) {
    this.flatten = new FlatSchema(new LocalRefs(root));
  }

  /** Makes the arguments; {@code inputSchema} as the server gave it, or a missing node. */
  static ObjectNode of(JsonNode inputSchema) {
    PlausibleArguments maker = new PlausibleArguments(inputSchema);
    ObjectNode schema = maker.flatten.of(inputSchema);
    JsonNode given = maker.given(schema);
    return given instanceof ObjectNode object ? object.deepCopy() : maker.object(schema, 0);
  }

  /** A value that the schema itself names, while there is room for it; else a missing node. */
  private JsonNode given(JsonNode schema) {
    JsonNode given = PlausibleScalars.given(schema);
    int room = roomAfter(given, givenLeft);
    if (room < 0) {
      return MissingNode.getInstance();
    }
    givenLeft = given.isMissingNode() ? givenLeft : room;
    return given;
  }

  /** What is left of the room after this value, near enough; negative when it is too large. */
  private static int roomAfter(JsonNode value, int room) {
    int after = room - 2 - (value.isContainerNode() ? 0 : value.asText().length());
    for (var field : value.properties()) {
      after -= 4 + field.getKey().length();
    }
    for (JsonNode inner : value) { // of an array or an object
      if (after < 0) {
        break;
      }
      after = roomAfter(inner, after);
    }
    return after;
  }

  private JsonNode value(JsonNode wanted, int depth) {
    ObjectNode schema = flatten.of(wanted);
    JsonNode given = given(schema);
    if (!given.isMissingNode()) {
      return given;
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "boolean" -> BooleanNode.TRUE;
      case "integer" -> PlausibleScalars.number(schema, true);
      case "number" -> PlausibleScalars.number(schema, false);
      case "null" -> NullNode.getInstance();
      default -> TextNode.valueOf(PlausibleScalars.text(schema));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = StrictJson.object();
    if (depth >= MAX_DEPTH) {
      return object;
    }
    JsonNode properties = schema.path("properties");
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode name : schema.path("required")) {
      if (name.isTextual()) {
        names.add(name.textValue());
      }
    }
    if (depth < MAX_OPTIONAL_DEPTH) {
      properties.fieldNames().forEachRemaining(names::add);
    }
    for (String name : names) {
      if (left-- <= 0) {
        break;
      }
      object.set(name, value(properties.path(name), depth + 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    JsonNode tuple = schema.path(schema.path("items").isArray() ? "items" : "prefixItems");
    int least = Math.max(schema.path("minItems").asInt(1), Math.max(1, tuple.size()));
    int most = Math.max(0, schema.path("maxItems").asInt(MAX_ITEMS));
    int size = Math.min(Math.min(least, most), MAX_ITEMS);
    for (int i = 0; i < size && depth < MAX_DEPTH && left-- > 0; i++) {
      array.add(value(i < tuple.size() ? tuple.get(i) : schema.path("items"), depth + 1));
    }
    return array;
  }

  /** The type that is asked for, or the one that the schema's other words speak of. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    for (JsonNode one : type) {
      if (one.isTextual() && !one.textValue().equals("null")) {
        return one.textValue();
      }
    }
    if (type.isArray() || type.isTextual()) {
      return type.isArray() ? type.path(0).asText("string") : type.textValue();
    }
    if (schema.has("properties") || schema.has("required")) {
      return "object";
    }
    if (schema.has("items") || schema.has("prefixItems")) {
      return "array";
    }
    return schema.has("minimum") || schema.has("maximum") ? "number" : "string";
  }
}
