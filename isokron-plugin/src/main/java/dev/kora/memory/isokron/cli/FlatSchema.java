package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;

/**
 * One schema without detours: local {@code $ref}s, all of {@code allOf}, and the first useful
 * branch of {@code anyOf} and {@code oneOf}, put into one object. Bounded, so that schemas that
 * refer to themselves end.
 */
final class FlatSchema {
  private static final int MAX_STEPS = 5_000;
  private static final int MAX_DEPTH = 32;

  private final LocalRefs refs;
  private int steps = MAX_STEPS;

  FlatSchema(LocalRefs refs) {
    this.refs = refs;
  }

  /** Flattens; what is no object says nothing and becomes an empty schema. */
  ObjectNode of(JsonNode schema) {
    ObjectNode flat = StrictJson.object();
    addTo(flat, schema, 0);
    return flat;
  }

  private void addTo(ObjectNode flat, JsonNode schema, int depth) {
    if (!schema.isObject() || depth > MAX_DEPTH || steps-- <= 0) {
      return;
    }
    for (var field : schema.properties()) {
      merge(flat, field.getKey(), field.getValue());
    }
    addTo(flat, refs.target(schema), depth + 1);
    schema.path("allOf").forEach(part -> addTo(flat, part, depth + 1));
    addTo(flat, firstUseful(schema.path("anyOf")), depth + 1);
    addTo(flat, firstUseful(schema.path("oneOf")), depth + 1);
  }

  private static JsonNode firstUseful(JsonNode branches) {
    for (JsonNode branch : branches) {
      if (!"null".equals(branch.path("type").textValue())) {
        return branch;
      }
    }
    return branches.path(0);
  }

  /** Properties and requirements add up; of everything else, the outermost word counts. */
  private static void merge(ObjectNode flat, String key, JsonNode value) {
    if (key.equals("properties") && value.isObject()) {
      ObjectNode properties = flat.withObjectProperty(key);
      value.properties().forEach(p -> properties.putIfAbsent(p.getKey(), p.getValue()));
    } else if (key.equals("required") && value.isArray()) {
      ArrayNode required = flat.withArrayProperty(key);
      value.forEach(required::add);
    } else if (!key.equals("properties") && !key.equals("required")) {
      flat.putIfAbsent(key, value);
    }
  }
}
