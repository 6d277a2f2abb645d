package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.ProviderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON Schema in the jars is the one that the plugin gives at run time. */
class ConfigSchemaFileTest {
  private static final String NAME = "isokron.config.schema.json";
  private static final Map<String, String> LEAST =
      Map.of("isokron_dsn", "postgres://127.0.0.1/d", "mcp_endpoint", "http://127.0.0.1:1/mcp");

  @Test
  void theFileIsTheSchemaOfThePlugin() throws IOException {
    ObjectNode rendered = rendered();
    Files.writeString(Path.of("target", NAME), rendered.toPrettyString() + "\n");
    assertEquals(
        rendered,
        json(packed()),
        "Settings has changed; renew what the jars say: cp isokron-plugin/target/"
            + NAME
            + " isokron-plugin/src/main/resources/META-INF/kora/");
  }

  @Test
  void itTakesWhatTheProviderTakesAndNoOtherKeysOrChoices() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(packed());
    assertTrue(bothTake(schema, Map.of()));
    assertTrue(bothTake(schema, Map.of("sync_turns", "actions")));
    assertFalse(bothTake(schema, Map.of("sync_turns", "some")));
    assertFalse(bothTake(schema, Map.of("sync_turn", "all")));
    assertFalse(both(schema, Map.of("mcp_endpoint", "http://127.0.0.1:1/mcp")));
    // As a host's YAML has them.
    assertTrue(schema.validate(object(LEAST).put("enable_legacy_fallback", true)).isEmpty());
    assertTrue(schema.validate(object(LEAST).put("cache_ttl_seconds", 5)).isEmpty());
    assertFalse(schema.validate(object(LEAST).put("actor_kind", 5)).isEmpty());
  }

  /** Whether both take the least configuration with these; fails if they do not agree. */
  private static boolean bothTake(Schema schema, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(LEAST);
    values.putAll(more);
    return both(schema, values);
  }

  private static boolean both(Schema schema, Map<String, String> values) {
    boolean provider =
        new IsokronPlugin().availability(ProviderConfig.of(values, Map.of()))
            instanceof Availability.Available;
    assertEquals(provider, schema.validate(object(values)).isEmpty(), values::toString);
    return provider;
  }

  private static ObjectNode object(Map<String, String> values) {
    ObjectNode object = StrictJson.object();
    values.forEach(object::put);
    return object;
  }

  private static ObjectNode rendered() {
    ObjectNode schema =
        StrictJson.object()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "isokron")
            .put(
                "description",
                "Configuration of the memory provider isokron. What is required may also come from"
                    + " the environment variable that x-env-var names.")
            .put("type", "object")
            .put("additionalProperties", false);
    ArrayNode required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    for (ConfigField field : new IsokronPlugin().configSchema()) {
      if (field.required()) {
        required.add(field.key());
      }
      describe(field, properties.putObject(field.key()));
    }
    return schema;
  }

  private static void describe(ConfigField field, ObjectNode property) {
    property.put("description", field.description());
    if (field.choices().isEmpty()) {
      describeType(field, property);
    } else {
      ArrayNode choices = property.putArray("enum");
      field.choices().forEach(choices::add);
      if (field.choices().contains("true")) {
        choices.add(true).add(false);
      }
    }
    if (field.defaultValue() != null) {
      property.put("default", field.defaultValue());
    }
    if (field.secret()) {
      property.put("writeOnly", true);
    }
    if (field.envVar() != null) {
      property.put("x-env-var", field.envVar());
    }
  }

  private static void describeType(ConfigField field, ObjectNode property) {
    String byDefault = field.defaultValue();
    if (byDefault != null && byDefault.matches("\\d+")) {
      property.putArray("type").add("integer").add("string");
    } else {
      property.put("type", "string");
    }
  }

  private static JsonNode json(String text) {
    return assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(text)).node();
  }

  private static String packed() throws IOException {
    try (InputStream file = IsokronPlugin.class.getResourceAsStream("/META-INF/kora/" + NAME)) {
      return file == null ? "{}" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
