package dev.kora.memory.isokron.mcp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 14: which arguments are repeated in headers, and which tools must not be used. */
class ParamAnnotationsTest {
  private static final String GOOD = "{\"type\":\"string\",\"x-mcp-header\":\"A\"}";

  private static JsonNode json(String text) {
    return assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(text)).node();
  }

  private static ParamAnnotations.Reading read(String schema) {
    return ParamAnnotations.read(json("{\"name\":\"t\",\"inputSchema\":" + schema + "}"));
  }

  private static Map<String, String> headers(String schema, String arguments) {
    return assertInstanceOf(ParamAnnotations.Reading.Valid.class, read(schema))
        .headers()
        .of(json(arguments));
  }

  @Test
  void rule14ValuesAreFoundAtTheirPathAndWrittenByType() {
    String schema =
        """
        {"type":"object","properties":{
          "s":{"type":"string","x-mcp-header":"S"},
          "i":{"type":"integer","x-mcp-header":"I"},
          "b":{"type":"boolean","x-mcp-header":"B"},
          "x-mcp-header":{"type":"string"},
          "o":{"type":"object","properties":{"deep":{"type":"string","x-mcp-header":"Deep"}}}}}
        """;
    assertEquals(
        Map.of(
            "Mcp-Param-S", "a",
            "Mcp-Param-I", "-7",
            "Mcp-Param-B", "false",
            "Mcp-Param-Deep", "d"),
        headers(schema, "{\"s\":\"a\",\"i\":-7,\"b\":false,\"o\":{\"deep\":\"d\"},\"z\":1}"));
    assertEquals(Map.of(), headers(schema, "{}"));
    assertEquals(Map.of(), headers(schema, "{\"s\":null,\"i\":null,\"o\":null}"));
    assertEquals(Map.of(), headers(schema, "{\"s\":[\"a\"],\"o\":\"deep\",\"i\":{}}"));
    assertEquals(Map.of(), headers(schema, "[]"));
  }

  @Test
  void rule14WholeNumbersAreDecimalAndOnlyTheSafeOnesAreTold() {
    String schema = "{\"properties\":{\"i\":{\"type\":\"integer\",\"x-mcp-header\":\"I\"}}}";
    for (String[] expected :
        List.of(
            new String[] {"1.0", "1"},
            new String[] {"1e2", "100"},
            new String[] {"0", "0"},
            new String[] {"1.5", "1.5"},
            new String[] {"9007199254740991", "9007199254740991"},
            new String[] {"-9007199254740991", "-9007199254740991"})) {
      assertEquals(
          Map.of("Mcp-Param-I", expected[1]), headers(schema, "{\"i\":" + expected[0] + "}"));
    }
    for (String unsafe :
        List.of("9007199254740992", "-9007199254740992", "99999999999999999999", "1e999999")) {
      assertEquals(Map.of(), headers(schema, "{\"i\":" + unsafe + "}"), unsafe);
    }
  }

  @Test
  void rule14AToolWithoutAnnotationsIsValidWhateverItsSchemaIs() {
    for (String schema :
        List.of(
            "{}",
            "null",
            "true",
            "[]",
            "\"x-mcp-header\"",
            "{\"properties\":[]}",
            "{\"properties\":{\"x-mcp-header\":{\"type\":\"number\"}}}",
            "{\"default\":{\"x-mcp-header\":1},\"examples\":[{\"x-mcp-header\":1}]}",
            "{\"enum\":[{\"x-mcp-header\":1}],\"const\":{\"x-mcp-header\":\"\"}}",
            "{\"$defs\":{\"x-mcp-header\":{\"type\":\"string\"}}}")) {
      assertEquals(Map.of(), headers(schema, "{\"x-mcp-header\":\"v\"}"), schema);
    }
  }

  @Test
  void rule14NamesMustBeTokensAndTypesPrimitive() {
    String property = "{\"properties\":{\"p\":{\"type\":%s,\"x-mcp-header\":%s}}}";
    for (String name :
        List.of("\"\"", "\"a b\"", "\"a:b\"", "\"é\"", "\"a\\r\\nb\"", "1", "null", "{}", "[]")) {
      assertInvalid(property.formatted("\"string\"", name));
    }
    for (String type :
        List.of("\"number\"", "\"object\"", "\"array\"", "\"null\"", "null", "[\"string\"]")) {
      assertInvalid(property.formatted(type, "\"A\""));
    }
    assertInvalid("{\"properties\":{\"p\":{\"x-mcp-header\":\"A\"}}}");
  }

  @Test
  void rule14NamesMustBeUniqueInAnyCase() {
    String two = "{\"properties\":{\"p\":" + GOOD + ",\"o\":{\"properties\":{\"q\":%s}}}}";
    assertInvalid(two.formatted(GOOD));
    assertInvalid(two.formatted(GOOD.replace("\"A\"", "\"a\"")));
    assertInstanceOf(
        ParamAnnotations.Reading.Valid.class, read(two.formatted(GOOD.replace("\"A\"", "\"B\""))));
  }

  @Test
  void rule14AnnotationsMustBeReachedByPropertiesAlone() {
    assertInvalid(GOOD);
    for (String keyword :
        List.of(
            "items", "not", "if", "then", "else", "additionalProperties", "contains", "other")) {
      assertInvalid("{\"properties\":{\"p\":{\"%s\":%s}}}".formatted(keyword, GOOD));
      assertInvalid("{\"%s\":{\"properties\":{\"p\":%s}}}".formatted(keyword, GOOD));
    }
    for (String keyword : List.of("oneOf", "anyOf", "allOf", "prefixItems")) {
      assertInvalid("{\"%s\":[{\"properties\":{\"p\":%s}}]}".formatted(keyword, GOOD));
    }
    for (String keyword : List.of("$defs", "definitions", "patternProperties")) {
      assertInvalid("{\"%s\":{\"p\":%s}}".formatted(keyword, GOOD));
    }
  }

  private static void assertInvalid(String schema) {
    String reason =
        assertInstanceOf(ParamAnnotations.Reading.Invalid.class, read(schema), schema).reason();
    assertTrue(reason.startsWith("x-mcp-header at "), reason);
  }
}
