package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.outbox.Durability;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.Verdict;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxOpeningTest {
  @TempDir Path folder;

  private static OutboxOpening opening(Path folder, String target) {
    return new OutboxOpening(folder, target, 1 << 20, 16 << 20, Clock.systemUTC());
  }

  private static Outbox open(OutboxOpening opening) {
    return opening.open(
        Map.of("a", message -> new Verdict.Retry("down", null)), new OutboxListener() {});
  }

  private static Offer.Accepted offer(Outbox outbox, String target) {
    return assertInstanceOf(
        Offer.Accepted.class,
        outbox.offer(
            new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "{}", 0, target, null)));
  }

  @Test
  void aFolderThatCannotBeUsedIsOneWarningAndWritesAreInMemory() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    try (LogLines log = new LogLines();
        Outbox outbox = open(opening(file, "http://one/"))) {
      assertEquals(1, log.count(Level.WARN, "writes are kept in memory only"));
      assertEquals(Durability.MEMORY_ONLY, offer(outbox, "http://one/").durability());
      assertTrue(outbox.memoryOnly().orElseThrow().contains("cannot be used"));
      outbox.close(Duration.ZERO);
      assertEquals(1, log.count(Level.ERROR, "closed with 1 writes undelivered"));
    }
  }

  @Test
  void writesForAnotherServerWaitAndAreNamed() {
    try (Outbox outbox = open(opening(folder, "http://one/"))) {
      offer(outbox, "http://one/");
      outbox.close(Duration.ZERO);
    }
    OutboxOpening other = opening(folder, "http://two/");
    try (Outbox outbox = open(other)) {
      assertEquals(0, outbox.counters().queued());
      assertEquals(List.of("http://one/"), other.others());
      outbox.close(Duration.ZERO);
    }
    OutboxOpening first = opening(folder, "http://one/");
    try (Outbox outbox = open(first)) {
      assertEquals(1, outbox.counters().queued());
      // The other one's folder is there, and nothing waits in it.
      assertEquals(List.of(), first.others());
      outbox.close(Duration.ZERO);
    }
  }
}
