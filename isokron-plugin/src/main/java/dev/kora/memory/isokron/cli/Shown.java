package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.stream.Stream;

/** All of one record as JSON, and that as lines for people. */
final class Shown {
  private Shown() {}

  static ObjectNode of(OutboxRecord queued) {
    return record(queued, Undelivered.QUEUED);
  }

  static ObjectNode of(DeadLetter letter) {
    return record(letter.message(), Undelivered.state(letter))
        .put("last_error", OneLine.of(letter.reason()));
  }

  static ObjectNode of(Gap gap) {
    return StrictJson.object()
        .put("key", gap.name())
        .put("state", Undelivered.GAP)
        .put("workspace", gap.workspace())
        .put("count", gap.count())
        .put("first_at", gap.firstAt().toString())
        .put("last_at", gap.lastAt().toString())
        .put("last_error", OneLine.of(gap.reason()));
  }

  private static ObjectNode record(OutboxRecord record, String state) {
    ObjectNode shown =
        StrictJson.object()
            .put("key", record.key().toString())
            .put("state", state)
            .put("workspace", record.workspace())
            .put("tool", record.tool())
            .put("subject", record.subject())
            .put("origin", record.origin())
            .put("happened_at", Undelivered.at(record.happenedAtMicros()).toString())
            .put("target", record.target());
    shown.set("arguments", arguments(record.arguments()));
    FollowUp next = record.followUp();
    if (next != null) {
      shown
          .putObject("follow_up")
          .put("key", next.key().toString())
          .put("tool", next.tool())
          .put("subject", next.subject())
          .put("result_at", next.resultAt())
          .set("arguments", arguments(next.arguments()));
    }
    return shown;
  }

  /** As they are, also if they are no JSON: they go to the server as they are. */
  private static JsonNode arguments(String text) {
    return StrictJson.parse(text) instanceof ParsedJson.Value value
        ? value.node()
        : TextNode.valueOf(text);
  }

  /** A line for each field. */
  static Stream<String> lines(ObjectNode shown) {
    return shown.properties().stream()
        .map(
            field ->
                String.format(
                    "%-13s  %s", field.getKey().replace('_', ' '), value(field.getValue())));
  }

  private static String value(JsonNode value) {
    if (value.isNull()) {
      return "-";
    }
    return value.isTextual() ? PrintedJson.escaped(value.textValue()) : PrintedJson.of(value);
  }
}
