package dev.kora.memory.example.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.console.Printable;
import java.util.Locale;

/** What {@code --json} prints, what a tool is given, and what its answer says of itself. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** The value as one object on one line. */
  static String line(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }

  /** Why a text is not one JSON object; empty if it is one. */
  static String flaw(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isObject() ? "" : "it is " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    } catch (JsonProcessingException e) {
      return Printable.text(e.getOriginalMessage());
    }
  }

  /** Whether a tool's answer is an object with {@code "ok": true}. */
  static boolean isOk(String answer) throws JsonProcessingException {
    return MAPPER.readTree(answer).path("ok").asBoolean(false);
  }
}
