package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxIsStrictTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\n} ",
        "{\"a\":[1,-0,2.5e-3,1E+9,true,false,null,\"\"]}",
        "{\"a\":{\"b\":[]},\"c\":\"\\u00e9\\n\\\"\\/\"}",
        "{\"é\":\"\u2028\"}"
      })
  void objectsPass(String text) {
    assertTrue(JsonSyntax.isObject(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"a\"",
        "{",
        "}",
        "{}{}",
        "{} x",
        "{a:1}",
        "{'a':1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":NaN}",
        "{\"a\":True}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\u12",
        "\uFEFF{}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":/**/1}"
      })
  void anythingElseFails(String text) {
    assertFalse(JsonSyntax.isObject(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 1_000_000})
  void endlessNestingFailsWithoutFillingTheStack(int depth) {
    assertFalse(JsonSyntax.isObject("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
  }
}
