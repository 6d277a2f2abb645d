package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryOutboxTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(2), Duration.ofMillis(10));

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final Set<String> poison = ConcurrentHashMap.newKeySet();
  private final Set<String> missingTools = ConcurrentHashMap.newKeySet();
  private volatile boolean down;

  private Verdict deliver(OutboxRecord message) {
    if (down) {
      return new Verdict.Retry("down", null);
    }
    if (missingTools.contains(message.tool())) {
      return new Verdict.Pause("missing", message.tool());
    }
    if (poison.contains(message.arguments())) {
      return new Verdict.Suspect("poison");
    }
    sent.add(message.workspace() + message.arguments());
    return new Verdict.Delivered("id");
  }

  private MemoryOutbox outbox(long maxBytes) {
    return new MemoryOutbox(
        Map.of("a", this::deliver, "b", this::deliver), new OutboxListener() {}, QUICK, maxBytes);
  }

  private static OutboxRecord message(String workspace, String tool, String arguments) {
    return new OutboxRecord(
        OutboxKeys.next(),
        workspace,
        tool,
        tool,
        "test",
        arguments,
        0,
        "target",
        OutboxRecord.OnRefusal.KEEP);
  }

  @Test
  void recordsOfAWorkspaceArriveInOrderThroughAnOutage() {
    down = true;
    try (MemoryOutbox outbox = outbox(1 << 20)) {
      for (int i = 0; i < 50; i++) {
        outbox.offer(message("w", i % 2 == 0 ? "a" : "b", String.valueOf(i)));
      }
      assertEquals(50, outbox.flush("w", Duration.ofMillis(20)));
      down = false;
      assertEquals(0, outbox.flush("w", LONG));
      for (int i = 0; i < 50; i++) {
        assertEquals("w" + i, sent.get(i));
      }
      assertEquals(50, outbox.counters().delivered());
    }
  }

  @Test
  void aPoisonedRecordIsParkedOnlyOnceAnotherIsAccepted() throws Exception {
    poison.add("bad");
    try (MemoryOutbox outbox = outbox(1 << 20)) {
      Offer.Accepted bad =
          assertInstanceOf(Offer.Accepted.class, outbox.offer(message("w", "a", "bad")));
      assertEquals(1, outbox.flush("w", Duration.ofMillis(50)));
      assertEquals(0, outbox.counters().parked());
      outbox.offer(message("w", "a", "good"));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(1, outbox.counters().parked());
      assertInstanceOf(Offer.Fate.GivenUp.class, bad.fate().get(30, TimeUnit.SECONDS));
      assertEquals(List.of("wgood"), sent);
    }
  }

  @Test
  void aMissingToolHoldsUpOnlyItsOwnRecordsAndLosesNone() {
    missingTools.add("a");
    try (MemoryOutbox outbox = outbox(1 << 20)) {
      outbox.offer(message("w", "a", "1"));
      outbox.offer(message("w", "b", "2"));
      outbox.offer(message("w", "a", "3"));
      while (outbox.counters().delivered() < 1) {
        Thread.onSpinWait();
      }
      assertEquals(List.of("w2"), sent);
      assertEquals("missing", outbox.trouble().orElseThrow());
      missingTools.clear();
      assertEquals(0, outbox.flush(null, LONG));
      assertEquals(List.of("w2", "w1", "w3"), sent);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    down = true;
    try (MemoryOutbox outbox = outbox(1_000)) {
      assertInstanceOf(Offer.Accepted.class, outbox.offer(message("w", "a", "x")));
      assertInstanceOf(Offer.Refused.class, outbox.offer(message("w", "a", "x".repeat(1_000))));
      assertEquals(1, outbox.counters().refused());
    }
  }

  @Test
  void aWorkspaceThatHangsHoldsUpNoOtherAndOffersNeverWait() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    Courier courier =
        message -> {
          if (message.workspace().equals("slow")) {
            try {
              hang.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return new Verdict.Delivered("id");
        };
    try (MemoryOutbox outbox =
        new MemoryOutbox(Map.of("a", courier), new OutboxListener() {}, QUICK, 1 << 20)) {
      outbox.offer(message("slow", "a", "1"));
      outbox.offer(message("slow", "a", "2"));
      outbox.offer(message("fast", "a", "3"));
      assertEquals(0, outbox.flush("fast", LONG));
      hang.countDown();
      assertEquals(0, outbox.flush(null, LONG));
    }
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.isAlive() && t.getName().startsWith("isokron-sender")));
  }
}
