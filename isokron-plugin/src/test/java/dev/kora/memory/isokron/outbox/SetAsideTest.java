package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static dev.kora.memory.isokron.outbox.Records.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dead letters, gaps, and what an operator asks for. */
@Timeout(120)
class SetAsideTest {
  private final TestServer server = new TestServer();
  @TempDir Path folder;

  private JournaledOutbox open(Keeping keeping, long maxBytes) {
    return Outboxes.open(
        keeping, folder, server.couriers(), new OutboxListener() {}, QUICK, maxBytes);
  }

  /** Has a poisoned record parked; its key. */
  private UUID park(JournaledOutbox outbox, OutboxRecord bad) {
    server.poison.add(bad.arguments());
    outbox.offer(bad);
    outbox.offer(record("w", "a", "good"));
    assertEquals(0, outbox.flush("w", LONG));
    List<DeadLetter> parked = outbox.parked();
    assertEquals(List.of(bad), parked.stream().map(DeadLetter::message).toList());
    assertEquals("poison", parked.get(0).reason());
    server.taken.clear();
    server.keys.clear();
    return bad.key();
  }

  @ParameterizedTest
  @EnumSource(Keeping.class)
  void aReplayedDeadLetterIsDeliveredUnderItsKeyAndIsGone(Keeping keeping) throws Exception {
    try (JournaledOutbox outbox = open(keeping, 1 << 20)) {
      UUID key = park(outbox, record("w", "a", "bad"));
      assertFalse(outbox.replay(OutboxKeys.next()));
      server.poison.clear();
      assertTrue(outbox.replay(key));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(List.of(key), server.keys);
      assertEquals(0, outbox.counters().parked());
      assertFalse(outbox.replay(key));
    }
  }

  @ParameterizedTest
  @EnumSource(Keeping.class)
  void aReplayedDeadLetterThatFailsAgainIsParkedAgainAndCanBeDropped(Keeping keeping)
      throws Exception {
    try (JournaledOutbox outbox = open(keeping, 1 << 20)) {
      UUID key = park(outbox, record("w", "a", "bad"));
      assertTrue(outbox.replay(key));
      outbox.offer(record("w", "a", "another"));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(1, outbox.counters().parked());
      assertTrue(outbox.drop(key));
      assertFalse(outbox.drop(key));
      assertEquals(List.of(), outbox.parked());
      assertEquals(List.of("wanother"), server.taken);
    }
  }

  @Test
  void aDeadLetterOutlivesTheProcessAndIsNotSentByTheNext() throws Exception {
    UUID key;
    try (JournaledOutbox outbox = open(Keeping.DISK, 1 << 20)) {
      key = park(outbox, record("w", "a", "bad"));
    }
    server.poison.clear();
    try (JournaledOutbox outbox = open(Keeping.DISK, 1 << 20)) {
      assertEquals(0, outbox.counters().queued());
      assertEquals(key, outbox.parked().get(0).message().key());
      server.down = true;
      assertTrue(outbox.replay(key));
      outbox.close(Duration.ZERO);
    }
    server.down = false;
    try (JournaledOutbox outbox = open(Keeping.DISK, 1 << 20)) {
      until(() -> outbox.counters().delivered() >= 1);
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(List.of(key), server.keys);
      assertEquals(List.of(), outbox.parked());
    }
  }

  @ParameterizedTest
  @EnumSource(Keeping.class)
  void whatFollowsAReplayedWriteFollowsIt(Keeping keeping) throws Exception {
    FollowUp next = new FollowUp(OutboxKeys.next(), "b", "then", "{\"p\":{}}", "/p/new");
    OutboxRecord bad =
        new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "bad", 7, "target", next);
    try (JournaledOutbox outbox = open(keeping, 1 << 20)) {
      UUID key = park(outbox, bad);
      server.poison.clear();
      assertTrue(outbox.replay(key));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(List.of(key, next.key()), server.keys);
      assertEquals(List.of(), outbox.parked());
    }
  }

  @Test
  void aCommandBesideTheRunningHostReplaysADeadLetter() throws Exception {
    try (JournaledOutbox outbox = open(Keeping.DISK, 1 << 20)) {
      UUID key = park(outbox, record("w", "a", "bad"));
      server.poison.clear();
      command("nonsense");
      command("{\"drop\":\"" + UUID.randomUUID() + "\"}");
      command("{\"replay\":\"" + key + "\"}");
      until(() -> !(outbox.counters().parked() > 0 || !all("commands").isEmpty()));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(List.of(key), server.keys);
    }
  }

  private void command(String text) throws IOException {
    Path commands = all("").get(0).resolve("commands");
    Files.createDirectories(commands);
    Path made = folder.resolve("command");
    Files.write(made, text.getBytes(StandardCharsets.UTF_8));
    Files.move(made, commands.resolve(UUID.randomUUID() + ".json"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** What is in a folder of the only journal; for "" the journal's folder. */
  private List<Path> all(String kind) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(
              path ->
                  kind.isEmpty()
                      ? Files.exists(path.resolve("segments"))
                      : String.valueOf(path.getParent()).endsWith(kind))
          .toList();
    } catch (UncheckedIOException e) {
      return all(kind); // something went while it was looked at
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Keeping.class)
  void whatIsRefusedIsCountedAndToldToTheChainOnceThereIsRoom(Keeping keeping) {
    server.down = true;
    try (JournaledOutbox outbox = open(keeping, 1_000)) {
      refuse(outbox);
      server.down = false;
      until(() -> server.taken.size() >= 2);
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(List.of("wfits", "wgap of 2"), server.taken);
      until(() -> outbox.missing().isEmpty());
    }
  }

  /** One is accepted, two are refused. */
  private static void refuse(JournaledOutbox outbox) {
    assertInstanceOf(Offer.Accepted.class, outbox.offer(record("w", "a", "fits")));
    for (int i = 0; i < 2; i++) {
      assertInstanceOf(Offer.Refused.class, outbox.offer(record("w", "a", "x".repeat(1_000))));
    }
    assertEquals(2, outbox.counters().refused());
    assertTrue(outbox.missing().isPresent());
  }

  @Test
  void aGapOutlivesTheProcessAndIsToldOnceByTheNext() throws Exception {
    server.down = true;
    try (JournaledOutbox outbox = open(Keeping.DISK, 1_000)) {
      refuse(outbox);
      outbox.close(Duration.ZERO);
    }
    server.down = false;
    try (JournaledOutbox outbox = open(Keeping.DISK, 1_000)) {
      until(() -> server.taken.size() >= 2);
      until(() -> all("gaps").isEmpty());
      assertEquals(0, outbox.flush(null, LONG));
    }
    try (JournaledOutbox outbox = open(Keeping.DISK, 1_000)) {
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(List.of("wfits", "wgap of 2"), server.taken);
    }
  }

  @Test
  void aGapWhoseEventTheServerDoesNotTakeStaysAndIsNamed() throws Exception {
    server.poison.add("gap of 2");
    server.down = true;
    try (JournaledOutbox outbox = open(Keeping.DISK, 1_000)) {
      refuse(outbox);
      outbox.close(Duration.ZERO);
    }
    server.down = false;
    try (JournaledOutbox outbox = open(Keeping.DISK, 1 << 20)) {
      until(() -> outbox.trouble().orElse("").contains("poison"));
      outbox.offer(record("w", "a", "other")); // accepted, so it is the gap's event
      until(() -> outbox.missing().orElse("").contains("does not take"));
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(0, outbox.counters().parked());
      assertEquals(1, all("gaps").size());
    }
  }
}
