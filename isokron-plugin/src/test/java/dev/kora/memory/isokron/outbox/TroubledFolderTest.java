package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static dev.kora.memory.isokron.outbox.Records.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.folder.Documents;
import dev.kora.memory.isokron.outbox.folder.ForwardingDocuments;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.journal.NoJournal;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import dev.kora.memory.isokron.outbox.system.PooledTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents beside the journal that are bad, and a disk that hangs under them. */
@Timeout(120)
class TroubledFolderTest {
  private final TestServer server = new TestServer();
  private final OutboxFolder folder = OutboxFolder.inMemory();

  private JournaledOutbox open(OutboxFolder on, long maxBytes) throws IOException {
    return new JournaledOutbox(
        server.couriers(),
        new OutboxListener() {},
        Outboxes::gapEvent,
        new OutboxPlatform(
            new NoJournal("a test"),
            on,
            new PooledTasks("isokron-sender", 2),
            new PooledTasks("isokron-upkeep", 1),
            OutboxClock.SYSTEM,
            InstantSource.system(),
            new SplittableRandom()),
        new OutboxLimits(QUICK, maxBytes, Duration.ofMillis(5)));
  }

  private static void put(Documents into, String name, String content) throws IOException {
    into.write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isEmpty(Documents files) {
    try {
      return files.names().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutboxRecord good(String number) {
    return record("w", "a", number);
  }

  private static String gap(String workspace, String lastAt) {
    return ("{'workspace':'" + workspace + "','count':2,'first_at':'2026-01-01T00:00:00Z',")
            .replace('\'', '"')
        + ("'last_at':'" + lastAt + "','reason':'full'}").replace('\'', '"');
  }

  @Test
  void aBadGapStopsNoOther() throws Exception {
    put(folder.gaps(), "00-1", gap("w1", "2026-01-01T00:00:00Z"));
    String endOfTime = "+1000000000-12-31T23:59:59.999999999Z";
    put(folder.gaps(), new UUID(0, 1).toString(), gap("w2", endOfTime));
    String good = OutboxKeys.next().toString();
    put(folder.gaps(), good, gap("w3", "2026-01-01T00:00:00Z"));
    try (JournaledOutbox outbox = open(folder, 1 << 20)) {
      until(() -> server.taken.equals(List.of("w3gap of 2")));
      until(() -> outbox.missing().orElse("").startsWith("4 writes"));
    }
    assertEquals(2, folder.gaps().names().size());
  }

  @Test
  void aDeadLetterThatCannotBeReadStopsNoCommand() throws Exception {
    OutboxRecord bad = record("w", "a", "bad");
    OutboxRecord other = record("w", "a", "other");
    server.poison.addAll(List.of("bad", "other"));
    try (JournaledOutbox outbox = open(folder, 1 << 20)) {
      for (OutboxRecord each : List.of(bad, other, good("1"), good("2"), good("3"))) {
        outbox.offer(each);
      }
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(2, outbox.counters().parked());
    }
    put(folder.commands(), "1", "{\"replay\":\"" + bad.key() + "\"}");
    put(folder.commands(), "2", "{\"drop\":\"" + other.key() + "\"}");
    OutboxFolder spoilt =
        new OutboxFolder(new Spoilt(folder.parked(), bad), folder.gaps(), folder.commands());
    try (JournaledOutbox outbox = open(spoilt, 1 << 20)) {
      until(() -> isEmpty(folder.commands()) && outbox.counters().parked() == 1);
      assertEquals(List.of(bad.key().toString()), folder.parked().names());
    }
  }

  @Test
  void aDeadLetterTooLargeForHalfOfTheMemoryIsSentWhenNothingElseIsThere() throws Exception {
    OutboxRecord large = record("w", "a", "x".repeat(3_000));
    server.poison.add(large.arguments());
    try (JournaledOutbox outbox = open(folder, 16 << 10)) {
      outbox.offer(large);
      outbox.offer(record("w", "a", "good"));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(1, outbox.counters().parked());
    }
    server.poison.clear();
    try (JournaledOutbox outbox = open(folder, 4_000)) {
      assertTrue(outbox.replay(large.key()));
      until(() -> server.keys.contains(large.key()));
    }
  }

  @Test
  void anOperatorAcknowledgesAGapBesideTheRunningHost() throws Exception {
    String damage = OutboxKeys.next() + "-1-8d";
    put(folder.gaps(), damage, gap("w", "2026-01-01T00:00:00Z"));
    try (JournaledOutbox outbox = open(folder, 1 << 20)) {
      assertTrue(outbox.missing().isPresent());
      put(folder.commands(), "1", "{\"drop\":\"" + damage + "\"}");
      until(() -> outbox.missing().isEmpty() && isEmpty(folder.gaps()));
    }
  }

  @Test
  void aDiskThatHangsDoesNotHoldUpTheEnd() throws Exception {
    Hanging hanging = new Hanging(folder.gaps());
    server.down = true;
    JournaledOutbox outbox =
        open(new OutboxFolder(folder.parked(), hanging, folder.commands()), 1_000);
    Offer.Accepted waiting =
        assertInstanceOf(Offer.Accepted.class, outbox.offerAwaited(record("w", "a", "1")));
    assertInstanceOf(Offer.Refused.class, outbox.offer(record("w", "a", "x".repeat(1_000))));
    hanging.reached.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> outbox.close(Duration.ZERO));
    assertInstanceOf(Offer.Fate.class, waiting.fate().get(60, TimeUnit.SECONDS));
    closed.get(60, TimeUnit.SECONDS);
    hanging.goOn.countDown();
  }

  /** One of them cannot be read once it was written again. */
  private static final class Spoilt extends ForwardingDocuments {
    private final String name;
    private volatile boolean spoilt;

    Spoilt(Documents files, OutboxRecord record) {
      super(files);
      name = record.key().toString();
    }

    @Override
    public void write(String written, byte[] content) throws IOException {
      super.write(written, content);
      spoilt |= written.equals(name);
    }

    @Override
    public byte[] read(String wanted) throws IOException {
      if (spoilt && wanted.equals(name)) {
        throw new IOException("Input/output error");
      }
      return super.read(wanted);
    }
  }

  private static final class Hanging extends ForwardingDocuments {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    Hanging(Documents files) {
      super(files);
    }

    // An interrupt does not free a thread from a disk.
    @Override
    public void write(String name, byte[] content) throws IOException {
      reached.countDown();
      boolean hangs = true;
      while (hangs) {
        try {
          goOn.await();
          hangs = false;
        } catch (InterruptedException e) {
          hangs = true;
        }
      }
      super.write(name, content);
    }
  }
}
