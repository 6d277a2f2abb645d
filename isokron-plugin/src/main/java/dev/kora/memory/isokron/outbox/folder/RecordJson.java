package dev.kora.memory.isokron.outbox.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records as JSON: what an operator can read, and nothing lost on the way back. */
final class RecordJson {
  private RecordJson() {}

  static ObjectNode write(OutboxRecord message) {
    ObjectNode json =
        StrictJson.object()
            .put("key", message.key().toString())
            .put("workspace", message.workspace())
            .put("tool", message.tool())
            .put("subject", message.subject())
            .put("origin", message.origin())
            .put("arguments", message.arguments())
            .put("happened_at_us", message.happenedAtMicros())
            .put("target", message.target());
    FollowUp next = message.followUp();
    if (next != null) {
      json.set(
          "follow_up",
          StrictJson.object()
              .put("key", next.key().toString())
              .put("tool", next.tool())
              .put("subject", next.subject())
              .put("arguments", next.arguments())
              .put("result_at", next.resultAt()));
    }
    return json;
  }

  static OutboxRecord read(JsonNode json) throws IOException {
    return new OutboxRecord(
        key(json),
        text(json, "workspace"),
        text(json, "tool"),
        text(json, "subject"),
        text(json, "origin"),
        text(json, "arguments"),
        number(json, "happened_at_us"),
        text(json, "target"),
        followUp(json.get("follow_up")));
  }

  private static @Nullable FollowUp followUp(@Nullable JsonNode json) throws IOException {
    return json == null
        ? null
        : new FollowUp(
            key(json),
            text(json, "tool"),
            text(json, "subject"),
            text(json, "arguments"),
            text(json, "result_at"));
  }

  /** Parses a document. */
  static JsonNode parse(byte[] content) throws IOException {
    ParsedJson parsed = StrictJson.parse(content);
    if (parsed instanceof ParsedJson.Value value && value.node().isObject()) {
      return value.node();
    }
    throw new IOException(
        parsed instanceof ParsedJson.Malformed malformed ? malformed.reason() : "not an object");
  }

  static String text(JsonNode json, String field) throws IOException {
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw new IOException("no text \"" + field + "\"");
    }
    return value.textValue();
  }

  static long number(JsonNode json, String field) throws IOException {
    JsonNode value = json.get(field);
    if (value == null || !value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IOException("no number \"" + field + "\"");
    }
    return value.longValue();
  }

  private static UUID key(JsonNode json) throws IOException {
    try {
      return UUID.fromString(text(json, "key"));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a key", e);
    }
  }
}
