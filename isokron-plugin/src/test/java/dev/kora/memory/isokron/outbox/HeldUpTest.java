package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static dev.kora.memory.isokron.outbox.Records.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong for one does not keep the others waiting. */
@Timeout(120)
class HeldUpTest {
  @TempDir Path folder;

  private JournaledOutbox open(Courier courier, long maxBytes) {
    return Outboxes.open(
        Keeping.DISK, folder, Map.of("a", courier), new OutboxListener() {}, QUICK, maxBytes);
  }

  @Test
  void aRecordThatMakesTheServerFailWithoutAWordIsParkedWhileOthersAreAccepted() {
    List<String> sent = new CopyOnWriteArrayList<>();
    Courier courier =
        message -> {
          if (message.arguments().startsWith("bad")) {
            return new Verdict.Unclear("HTTP 500");
          }
          sent.add(message.arguments());
          return new Verdict.Delivered("id");
        };
    try (JournaledOutbox outbox = open(courier, 1 << 20)) {
      for (String name : List.of("bad1", "bad2", "1", "2", "3", "4")) {
        outbox.offer(record("w", "a", name));
      }
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(2, outbox.counters().parked());
      assertEquals(List.of("1", "2", "3", "4"), sent);
    }
  }

  @Test
  void workspacesThatHangLeaveHalfOfTheSendersToTheOthers() {
    int hanging = OutboxPlatform.SENDERS + 4;
    Set<String> known = ConcurrentHashMap.newKeySet();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger again = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    Courier courier =
        message -> {
          boolean allKnown = known.size() == hanging;
          int together = now.incrementAndGet();
          if (allKnown) {
            again.incrementAndGet();
            most.accumulateAndGet(together, Math::max);
          }
          hang(over);
          known.add(message.workspace());
          now.decrementAndGet();
          return new Verdict.Retry("no answer", null);
        };
    try (JournaledOutbox outbox = open(courier, 1 << 20)) {
      for (int i = 0; i < hanging; i++) {
        outbox.offer(record("w" + i, "a", "x"));
      }
      // What was under way when the last of them became known ends first.
      until(() -> known.size() == hanging && now.get() <= OutboxPlatform.SENDERS / 2);
      most.set(0);
      int before = again.get();
      until(() -> again.get() >= before + hanging);
      assertTrue(most.get() <= OutboxPlatform.SENDERS / 2, most::toString);
      over.countDown();
      outbox.close(Duration.ZERO);
    }
  }

  @Test
  void lanesThatAreSlowTakeTurns() {
    int slow = OutboxPlatform.SENDERS / 2 + 1;
    Map<String, AtomicInteger> delivered = new ConcurrentHashMap<>();
    CountDownLatch over = new CountDownLatch(1);
    Courier courier =
        message -> {
          hang(over);
          delivered
              .computeIfAbsent(message.workspace(), w -> new AtomicInteger())
              .incrementAndGet();
          return new Verdict.Delivered("id");
        };
    try (JournaledOutbox outbox = open(courier, 1 << 20)) {
      for (int i = 0; i < 20 * slow; i++) {
        outbox.offer(record("w" + i % slow, "a", "x"));
      }
      // So many that a sender that is held up for some seconds is not taken for a lane that
      // starves.
      until(() -> delivered.values().stream().anyMatch(count -> count.get() == 9));
      assertEquals(slow, delivered.size());
      int least = delivered.values().stream().mapToInt(AtomicInteger::get).min().orElse(0);
      assertTrue(least >= 3, delivered::toString);
      over.countDown();
      outbox.close(Duration.ZERO);
    }
  }

  private static void hang(CountDownLatch over) {
    try {
      if (over.await(1_050, TimeUnit.MILLISECONDS)) {
        return; // so is the test
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aToolsWriteThatIsPendingDoesNotFillTheMemoryWithWhatIsBehindIt() throws Exception {
    TestServer server = new TestServer();
    server.down = true;
    try (JournaledOutbox outbox = open(server, 64 << 10)) {
      for (int i = 0; i < ToolQueue.FRONT + 1; i++) {
        outbox.offer(record("w", "a", "small"));
      }
      OutboxRecord write = record("w", "a", "node");
      Offer.Accepted pending = assertInstanceOf(Offer.Accepted.class, outbox.offerAwaited(write));
      assertTrue(outbox.keep("w", write.key()));
      String text = "x".repeat(500);
      for (int i = 0; i < 300; i++) {
        OutboxRecord next = record("w", "a", text);
        // The disk may be slow for a moment.
        until(() -> outbox.offer(next) instanceof Offer.Accepted);
      }
      server.down = false;
      assertEquals(new Offer.Fate.Delivered("id"), pending.fate().get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aDiskThatIsWellAgainTakesWhatFilledTheMemory() {
    OutboxModel model = new OutboxModel();
    ScriptedServer server = new ScriptedServer(new Random(1), model);
    SimulatedHost host = new SimulatedHost(new Random(9), server, model);
    host.open();
    server.trouble(ScriptedServer.Trouble.DOWN);
    host.disk.room(0);
    Offer last = host.outbox().offer(record("w", "a", "x".repeat(200)));
    while (last instanceof Offer.Accepted) {
      last = host.outbox().offer(record("w", "a", "x".repeat(200)));
    }
    assertEquals(new Offer.Refused("the outbox is full"), last);
    host.disk.room(-1);
    host.machine().pass(TimeUnit.SECONDS.toNanos(10));
    last = host.outbox().offer(record("w", "a", "x".repeat(200)));
    assertInstanceOf(Offer.Accepted.class, last);
  }
}
