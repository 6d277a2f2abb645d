package dev.kora.memory.isokron.json;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of parsing. */
public sealed interface ParsedJson {
  /** One JSON value and nothing after it. */
  record Value(JsonNode node) implements ParsedJson {}

  /**
   * Not JSON within the bounds.
   *
   * @param reason why; holds no part of the input
   */
  record Malformed(String reason) implements ParsedJson {}
}
