package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** Outboxes for tests. */
public final class Outboxes {
  static final String GAP_TYPE = "kora.outbox.gap";
  private static final Duration UPKEEP = Duration.ofMillis(20);

  private Outboxes() {}

  /** One as in production, that keeps nothing. */
  public static Outbox inMemory(Map<String, Courier> couriers, OutboxListener listener) {
    try {
      return new JournaledOutbox(
          couriers,
          listener,
          Outboxes::gapEvent,
          OutboxPlatform.inMemory("a test", InstantSource.system()),
          16 << 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JournaledOutbox open(
      Keeping keeping,
      Path folder,
      Map<String, Courier> couriers,
      OutboxListener listener,
      Backoff backoff,
      long maxBytes) {
    try {
      InstantSource date = InstantSource.system();
      OutboxPlatform platform =
          keeping == Keeping.MEMORY
              ? OutboxPlatform.inMemory("a test", date)
              : OutboxPlatform.of(
                  DiskJournal.open(folder, "target", 64 << 20, (journal, damage) -> {}), date);
      return new JournaledOutbox(
          couriers,
          listener,
          Outboxes::gapEvent,
          platform,
          new OutboxLimits(backoff, maxBytes, UPKEEP));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The event of a gap, carried by tool "a". */
  static OutboxRecord gapEvent(Gap gap) {
    return new OutboxRecord(
        UUID.fromString(gap.name()),
        String.valueOf(gap.workspace()),
        "a",
        GAP_TYPE,
        "outbox",
        "gap of " + gap.count(),
        ChronoUnit.MICROS.between(Instant.EPOCH, gap.lastAt()),
        "target",
        null);
  }
}
