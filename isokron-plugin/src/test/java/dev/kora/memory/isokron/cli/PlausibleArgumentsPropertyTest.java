package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class PlausibleArgumentsPropertyTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> WORDS =
      List.of(
          "type",
          "properties",
          "required",
          "items",
          "enum",
          "const",
          "default",
          "examples",
          "$ref",
          "allOf",
          "anyOf",
          "oneOf",
          "minimum",
          "exclusiveMaximum",
          "minItems",
          "minLength",
          "a",
          "object",
          "array",
          "string",
          "number",
          "#",
          "#/properties/a",
          "#/allOf/0",
          "%zz",
          "#/%");

  @Property(tries = 300)
  void everyRequiredPropertyIsThereInItsType(@ForAll("objects") ObjectNode schema) {
    JsonNode arguments = PlausibleArguments.of(schema);
    assertFits(schema, arguments);
    Statistics.label("required properties").collect(!schema.path("required").isEmpty());
  }

  @Property(tries = 500)
  void anyJsonAsASchemaGivesAnObject(@ForAll("anyJson") JsonNode schema) {
    assertTrue(PlausibleArguments.of(schema).isObject());
    ToolTable.lines(List.of(StrictJson.object().put("name", "t").set("inputSchema", schema)));
  }

  @Example
  void schemasThatReferToThemselvesEndAndStaySmall() {
    for (String text :
        List.of(
            "{'type':'object','properties':{'next':{'$ref':'#'}},'required':['next']}",
            "{'$ref':'#'}",
            "{'allOf':[{'$ref':'#'},{'$ref':'#'},{'$ref':'#'}]}",
            "{'properties':{'a':{'$ref':'#'},'b':{'$ref':'#'},'c':{'$ref':'#'}},"
                + "'required':['a','b','c']}",
            "{'properties':{'a':{'type':'array','minItems':1000000000,'items':{'$ref':'#'}}},"
                + "'required':['a']}")) {
      String written = StrictJson.write(PlausibleArguments.of(schema(text)));
      assertTrue(written.length() < 100_000, text);
    }
  }

  @Example
  void largeValuesThatASchemaNamesManyTimesAreNotMultiplied() {
    for (int size : List.of(3_000, 100_000)) {
      String text = "x".repeat(size);
      ObjectNode schema = StrictJson.object();
      schema.putObject("$defs").putObject("text").put("default", text);
      schema.withObject("/$defs").putObject("list").putArray("default").add(text);
      for (int i = 0; i < 500; i++) {
        String ref = i % 2 == 0 ? "#/$defs/text" : "#/$defs/list";
        schema.withObject("/properties").putObject("p" + i).put("$ref", ref);
      }
      ObjectNode made = PlausibleArguments.of(schema);
      assertEquals(500, made.size());
      int length = StrictJson.write(made).length();
      assertTrue(length < 100_000, length + " characters");
      assertEquals(size < 64 * 1024, made.path("p0").asText().equals(text));
    }
  }

  @Example
  void whatASchemaNamesIsTaken() {
    assertMade("{'properties':{'a':{'const':7}}}", "{'a':7}");
    assertMade("{'properties':{'a':{'default':'d','enum':['e']}}}", "{'a':'d'}");
    assertMade("{'properties':{'a':{'examples':['x'],'enum':['e']}}}", "{'a':'x'}");
    assertMade("{'properties':{'a':{'enum':['e','f']}}}", "{'a':'e'}");
    assertMade("{'properties':{'a':{'type':'integer','minimum':1.5}}}", "{'a':2}");
    assertMade("{'properties':{'a':{'type':'integer','exclusiveMinimum':4}}}", "{'a':5}");
    assertMade("{'properties':{'a':{'type':'integer','maximum':-3}}}", "{'a':-3}");
    assertMade("{'properties':{'a':{'type':'number','multipleOf':0.5}}}", "{'a':1}");
    assertMade("{'properties':{'a':{'type':'integer','multipleOf':10}}}", "{'a':10}");
    assertMade("{'properties':{'a':{'type':['null','boolean']}}}", "{'a':true}");
    assertMade("{'properties':{'a':{'type':'string','maxLength':2}}}", "{'a':'te'}");
    assertMade("{'properties':{'a':{'type':'string','format':'date'}}}", "{'a':'2026-01-31'}");
    assertMade(
        "{'properties':{'a':{'type':'array','minItems':2,'items':{'type':'integer'}}}}",
        "{'a':[1,1]}");
  }

  @Example
  void refsIntoTheSchemaAreFollowedAndOthersAreNot() {
    assertMade(
        "{'$defs':{'i~d':{'type':'integer'}},'properties':{'a':{'$ref':'#/$defs/i~0d'},"
            + "'b':{'$ref':'http://127.0.0.1:1/schema'}}}",
        "{'a':1,'b':'text'}");
    assertMade(
        "{'$defs':{'p':{'properties':{'a':{'type':'boolean'}},'required':['a']}},"
            + "'allOf':[{'$ref':'#/$defs/p'}],'anyOf':[{'type':'null'},{'required':['b']}]}",
        "{'a':true,'b':'text'}");
  }

  private static void assertMade(String schema, String arguments) {
    assertEquals(
        arguments.replace('\'', '"'), StrictJson.write(PlausibleArguments.of(schema(schema))));
  }

  private static JsonNode schema(String text) {
    return ((ParsedJson.Value) StrictJson.parse(text.replace('\'', '"'))).node();
  }

  private static void assertFits(JsonNode schema, JsonNode value) {
    switch (schema.path("type").asText()) {
      case "object" -> {
        assertTrue(value.isObject());
        for (JsonNode name : schema.path("required")) {
          JsonNode property = value.get(name.asText());
          assertTrue(property != null, () -> name + " is missing in " + value);
          assertFits(schema.path("properties").path(name.asText()), property);
        }
      }
      case "array" -> {
        assertTrue(value.isArray() && value.size() >= schema.path("minItems").asInt());
        value.forEach(item -> assertFits(schema.path("items"), item));
      }
      case "integer" -> {
        assertTrue(value.isIntegralNumber());
        assertTrue(value.intValue() >= schema.path("minimum").asInt(), value::toString);
      }
      case "number" -> assertTrue(value.isNumber());
      case "boolean" -> assertTrue(value.isBoolean());
      case "string" -> {
        assertTrue(value.isTextual());
        assertTrue(value.textValue().length() >= schema.path("minLength").asInt());
      }
      default -> assertTrue(schema.isMissingNode(), schema::toString);
    }
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return objects(3);
  }

  private static Arbitrary<ObjectNode> objects(int depth) {
    return Combinators.combine(
            schemas(depth).list().ofMaxSize(4), Arbitraries.of(true, false).list().ofSize(4))
        .as(
            (properties, required) -> {
              ObjectNode object = StrictJson.object().put("type", "object");
              ObjectNode named = object.putObject("properties");
              ArrayNode names = object.putArray("required");
              for (int i = 0; i < properties.size(); i++) {
                named.set("p" + i, properties.get(i));
                if (required.get(i)) {
                  names.add("p" + i);
                }
              }
              return object;
            });
  }

  private static Arbitrary<ObjectNode> schemas(int depth) {
    Arbitrary<ObjectNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.of("boolean", "number", "string", "integer")
                .map(t -> StrictJson.object().put("type", t)),
            Arbitraries.integers()
                .between(-9, 9)
                .map(m -> StrictJson.object().put("type", "integer").put("minimum", m)),
            Arbitraries.integers()
                .between(0, 40)
                .map(m -> StrictJson.object().put("type", "string").put("minLength", m)));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<ObjectNode> arrays =
        Combinators.combine(schemas(depth - 1), Arbitraries.integers().between(0, 3))
            .as(
                (items, least) -> {
                  ObjectNode array =
                      StrictJson.object().put("type", "array").put("minItems", least);
                  array.set("items", items);
                  return array;
                });
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, leaves),
        net.jqwik.api.Tuple.of(1, arrays),
        net.jqwik.api.Tuple.of(1, objects(depth - 1)));
  }

  @Provide
  Arbitrary<JsonNode> anyJson() {
    return anyJson(4);
  }

  private static Arbitrary<JsonNode> anyJson(int depth) {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS).map(NODES::textNode),
            Arbitraries.strings().ofMaxLength(5).map(NODES::textNode),
            Arbitraries.of("1e999999999", "-1e-999999999", "0", "-1", "9999999999999999999", "2.5")
                .map(n -> NODES.numberNode(new java.math.BigDecimal(n))),
            Arbitraries.of(NODES.nullNode(), NODES.booleanNode(true), NODES.booleanNode(false)));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonNode> inner = anyJson(depth - 1);
    Arbitrary<JsonNode> arrays =
        inner.list().ofMaxSize(3).map(list -> NODES.arrayNode().addAll(list));
    Arbitrary<JsonNode> objects =
        Arbitraries.maps(Arbitraries.of(WORDS), inner)
            .ofMaxSize(6)
            .map(map -> NODES.objectNode().setAll(map));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(2, leaves),
        net.jqwik.api.Tuple.of(1, arrays),
        net.jqwik.api.Tuple.of(4, objects));
  }
}
