package dev.kora.memory.benchmarks;

import dev.kora.memory.isokron.events.KoraEvents;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Events as the outbox keeps them. */
final class Records {
  private Records() {}

  /** One of a session's size. */
  static OutboxRecord small() {
    return with(EventPath.payload().toString());
  }

  /** One that takes so many bytes in the journal. */
  static byte[] ofSize(int bytes) {
    int frame = RecordCodec.encode(with("\"\"")).length;
    return RecordCodec.encode(with('"' + "x".repeat(bytes - frame) + '"'));
  }

  private static OutboxRecord with(String payload) {
    return new OutboxRecord(
        OutboxKeys.next(),
        EventPath.WORKSPACE,
        KoraEvents.TOOL,
        EventPath.TYPE,
        "benchmark",
        "{\"workspace_id\":\""
            + EventPath.WORKSPACE
            + "\",\"event_type\":\""
            + EventPath.TYPE
            + "\",\"payload\":"
            + payload
            + "}",
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
        "benchmark",
        null);
  }
}
