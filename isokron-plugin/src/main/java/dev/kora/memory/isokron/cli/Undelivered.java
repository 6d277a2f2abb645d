package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list.
 *
 * @param key of the record, or name of the gap; null if it cannot be read
 * @param workspace null if unknown
 * @param tool null if unknown, and of a gap
 * @param happenedAt null if unknown
 * @param lastError why it is where it is; null of what is queued, which only the host knows
 */
record Undelivered(
    String state,
    @Nullable String key,
    @Nullable String workspace,
    @Nullable String tool,
    @Nullable Instant happenedAt,
    @Nullable String lastError) {
  static final String QUEUED = "queued";
  static final String PARKED = "parked";
  static final String GAP = "gap";

  static final String HEAD =
      "STATE   KEY                                   HAPPENED AT           WHAT";

  private static final int MAX_NAME = 200;

  static Undelivered queued(RecordCodec.Head head) {
    return new Undelivered(
        QUEUED,
        head.key().toString(),
        head.workspace(),
        head.tool(),
        at(head.happenedAtMicros()),
        null);
  }

  static Undelivered of(DeadLetter letter) {
    OutboxRecord message = letter.message();
    return new Undelivered(
        state(letter),
        message.key().toString(),
        message.workspace(),
        message.tool(),
        at(message.happenedAtMicros()),
        letter.reason());
  }

  /** One that is replayed is on its way again. */
  static String state(DeadLetter letter) {
    return letter.replaying() ? QUEUED : PARKED;
  }

  static Undelivered of(Gap gap) {
    return new Undelivered(
        GAP,
        gap.name(),
        gap.workspace(),
        null,
        gap.firstAt(),
        gap.count() + " lost at most: " + gap.reason());
  }

  static Undelivered unreadable(String state, @Nullable String key, Exception why) {
    return new Undelivered(state, key, null, null, null, "cannot be read: " + why.getMessage());
  }

  static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  ObjectNode json() {
    ObjectNode json =
        StrictJson.object().put("key", key).put("workspace", workspace).put("tool", tool);
    return json.put("state", state)
        .putNull("attempts") // only the host knows
        .put("happened_at", happenedAt == null ? null : happenedAt.toString())
        .put("last_error", lastError == null ? null : OneLine.of(lastError));
  }

  String line() {
    String what = or(workspace) + (tool == null ? "" : "  " + or(tool));
    String why = lastError == null ? "" : "  " + OneLine.of(lastError);
    String when = happenedAt == null ? "-" : happenedAt.truncatedTo(ChronoUnit.SECONDS).toString();
    return String.format("%-6s  %-36s  %-20s  %s%s", state, or(key), when, what, why);
  }

  private static String or(@Nullable String text) {
    return text == null ? "-" : OneLine.clean(text, MAX_NAME);
  }
}
