package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.JournaledOutbox;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.OutboxPlatform;
import dev.kora.memory.isokron.outbox.Verdict;
import dev.kora.memory.isokron.outbox.folder.DamageGaps;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A host's outbox as in production, before a server that does as it is told. */
final class Host implements AutoCloseable {
  static final String TARGET = "http://sea.example:8080/mcp";
  static final String TOOL = "tool";
  static final String GOOD = "{\"good\":1}";

  final List<UUID> delivered = new CopyOnWriteArrayList<>();
  volatile boolean down;
  volatile boolean mended;
  final Outbox outbox;

  Host(Path folder) throws IOException {
    this(folder, false);
  }

  Host(Path folder, boolean down) throws IOException {
    this.down = down;
    InstantSource date = InstantSource.system();
    DiskJournal journal =
        DiskJournal.open(folder, TARGET, 256 << 20, new DamageGaps(new SystemDisk(), date));
    outbox =
        new JournaledOutbox(
            Map.of(TOOL, this::deliver),
            new OutboxListener() {},
            Host::gapEvent,
            OutboxPlatform.of(journal, date),
            16 << 20);
  }

  private Verdict deliver(OutboxRecord message) {
    if (down) {
      return new Verdict.Retry("down", null);
    }
    if (!message.arguments().equals(GOOD) && !mended) {
      return new Verdict.Suspect("token=s3cret is \u001b[31mwrong", true);
    }
    delivered.add(message.key());
    return new Verdict.Delivered("id");
  }

  private static OutboxRecord gapEvent(Gap gap) {
    return record(UUID.fromString(gap.name()), "w", GOOD);
  }

  static OutboxRecord record(UUID key, String workspace, String arguments) {
    return new OutboxRecord(
        key, workspace, TOOL, "kora.turn", "test", arguments, 1_700_000_000_000_000L, TARGET, null);
  }

  UUID offer(String arguments) {
    return offer("w", arguments);
  }

  UUID offer(String workspace, String arguments) {
    UUID key = OutboxKeys.next();
    assertInstanceOf(Offer.Accepted.class, outbox.offer(record(key, workspace, arguments)));
    // A disk that is slow for a moment is trouble after a millisecond, until all is written.
    do {
      LockSupport.parkNanos(5_000_000);
    } while (outbox.memoryOnly().isPresent());
    return key;
  }

  /** Has a record parked. */
  UUID park(String arguments) {
    UUID key = offer(arguments);
    offer(GOOD); // is accepted, so the other one is at fault
    assertEquals(0, outbox.flush(null, Duration.ofSeconds(30)));
    assertTrue(outbox.parked().stream().anyMatch(l -> l.message().key().equals(key)));
    return key;
  }

  @Override
  public void close() {
    outbox.close(Duration.ZERO);
  }
}
