package dev.kora.memory.example.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What {@code --json} prints, and what a tool's answer says of itself. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** The value as one object on one line. */
  static String line(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }

  /** Whether a tool's answer is an object with {@code "ok": true}. */
  static boolean isOk(String answer) throws JsonProcessingException {
    return MAPPER.readTree(answer).path("ok").asBoolean(false);
  }
}
