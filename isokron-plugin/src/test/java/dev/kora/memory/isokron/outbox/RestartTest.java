package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static dev.kora.memory.isokron.outbox.Records.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted and not delivered is delivered by the next process: in order, once. */
@Timeout(120)
class RestartTest {
  private final TestServer server = new TestServer();
  @TempDir Path folder;

  private JournaledOutbox open(long maxBytes) {
    return Outboxes.open(
        Keeping.DISK, folder, server.couriers(), new OutboxListener() {}, QUICK, maxBytes);
  }

  @Test
  void whatWaitedIsDeliveredInOrderAndOnce() {
    server.down = true;
    List<String> expected = new ArrayList<>();
    try (JournaledOutbox outbox = open(1 << 20)) {
      for (int i = 0; i < 300; i++) {
        outbox.offer(record("w", i % 3 == 0 ? "b" : "a", String.valueOf(i)));
        expected.add("w" + i);
      }
      outbox.close(Duration.ZERO);
    }
    try (JournaledOutbox outbox = open(1 << 20)) {
      assertEquals(300, outbox.counters().queued());
      assertTrue(outbox.counters().bytes() > 0);
      outbox.offer(record("w", "a", "new"));
      expected.add("wnew");
      server.down = false;
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(0, outbox.counters().bytes());
    }
    try (JournaledOutbox outbox = open(1 << 20)) {
      assertEquals(0, outbox.counters().queued());
    }
    assertEquals(expected, server.taken);
  }

  @Test
  void farMoreThanFitsIntoTheMemoryArrivesInOrder() {
    server.down = true;
    List<String> expected = new ArrayList<>();
    String text = "x".repeat(500);
    try (JournaledOutbox outbox = open(64 << 10)) {
      for (int i = 0; i < 2_000; i++) {
        OutboxRecord next = record("w" + i % 3, i % 2 == 0 ? "a" : "b", i + text);
        // The disk may be slow for a moment.
        until(() -> outbox.offer(next) instanceof Offer.Accepted);
        expected.add("w" + i % 3 + i + text);
      }
      outbox.close(Duration.ZERO);
    }
    try (JournaledOutbox outbox = open(64 << 10)) {
      server.down = false;
      assertEquals(0, outbox.flush(null, LONG));
    }
    for (int workspace = 0; workspace < 3; workspace++) {
      String prefix = "w" + workspace;
      assertEquals(
          expected.stream().filter(e -> e.startsWith(prefix)).toList(),
          server.taken.stream()
              .filter(e -> e.startsWith(prefix) && !e.contains("gap of"))
              .toList());
    }
    assertEquals(server.keys.size(), new HashSet<>(server.keys).size());
  }

  @Test
  void oneWhoWaitsLearnsAtTheEndThatItIsKept() throws Exception {
    server.down = true;
    Offer.Accepted accepted;
    try (JournaledOutbox outbox = open(1 << 20)) {
      accepted = assertInstanceOf(Offer.Accepted.class, outbox.offerAwaited(record("w", "a", "1")));
      outbox.close(Duration.ZERO);
    }
    assertEquals(new Offer.Fate.Kept(), accepted.fate().get(30, TimeUnit.SECONDS));
    server.down = false;
    try (JournaledOutbox outbox = open(1 << 20)) {
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(List.of(accepted.key()), server.keys);
    }
  }

  @Test
  void aRefusalThatWasToldIsNotSentAgainByTheNextProcess() throws Exception {
    server.poison.add("bad");
    try (JournaledOutbox outbox = open(1 << 20)) {
      Offer.Accepted refused =
          assertInstanceOf(Offer.Accepted.class, outbox.offerAwaited(record("w", "a", "bad")));
      assertInstanceOf(Offer.Fate.GivenUp.class, refused.fate().get(30, TimeUnit.SECONDS));
    }
    server.poison.clear();
    try (JournaledOutbox outbox = open(1 << 20)) {
      assertEquals(0, outbox.counters().queued());
    }
    assertEquals(List.of(), server.taken);
  }

  @Test
  void whatFollowsADeliveredWriteComesAloneAfterTheRestart() {
    FollowUp next = new FollowUp(OutboxKeys.next(), "b", "then", "{\"p\":{}}", "/p/new");
    server.missingTools.add("b");
    try (JournaledOutbox outbox = open(1 << 20)) {
      outbox.offer(
          new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "first", 7, "target", next));
      until(() -> outbox.counters().delivered() >= 1);
      outbox.close(Duration.ZERO);
    }
    server.missingTools.clear();
    try (JournaledOutbox outbox = open(1 << 20)) {
      assertEquals(0, outbox.flush(null, LONG));
    }
    assertEquals(List.of("wfirst", "w{\"p\":{\"new\":\"id\"}}"), server.taken);
    assertEquals(next.key(), server.keys.get(1));
  }

  @Test
  void whatWasParkedWhenTheProcessEndedIsNotSentAgain() throws Exception {
    server.down = true;
    OutboxRecord parked = record("w", "a", "1");
    Path journal;
    try (JournaledOutbox outbox = open(1 << 20)) {
      outbox.offer(parked);
      outbox.close(Duration.ZERO);
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      journal = paths.filter(path -> path.endsWith("segments")).findFirst().orElseThrow();
    }
    // The letter is there, and the journal has not let go of the record.
    OutboxFolder aside = OutboxFolder.on(new SystemDisk(), journal.resolveSibling("."));
    assertEquals(Optional.empty(), new DeadLetters(aside.parked()).park(parked, "poison"));
    for (int start = 0; start < 2; start++) {
      try (JournaledOutbox outbox = open(1 << 20)) {
        assertEquals(0, outbox.counters().queued());
        assertEquals(parked, outbox.parked().get(0).message());
      }
    }
  }
}
