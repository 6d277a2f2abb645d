package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static dev.kora.memory.isokron.outbox.Records.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Keeping.class)
class JournaledOutboxTest {
  private final Keeping keeping;
  @TempDir Path folder;

  JournaledOutboxTest(Keeping keeping) {
    this.keeping = keeping;
  }

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
      return new Verdict.Suspect("poison", true);
    }
    sent.add(message.workspace() + message.arguments());
    return new Verdict.Delivered("id");
  }

  private JournaledOutbox outbox(long maxBytes) {
    return Outboxes.open(
        keeping,
        folder,
        Map.of("a", this::deliver, "b", this::deliver),
        new OutboxListener() {},
        QUICK,
        maxBytes);
  }

  @Test
  void recordsOfAWorkspaceArriveInOrderThroughAnOutage() {
    down = true;
    try (JournaledOutbox outbox = outbox(1 << 20)) {
      for (int i = 0; i < 50; i++) {
        outbox.offer(record("w", i % 2 == 0 ? "a" : "b", String.valueOf(i)));
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
    try (JournaledOutbox outbox = outbox(1 << 20)) {
      Offer.Accepted bad =
          assertInstanceOf(Offer.Accepted.class, outbox.offer(record("w", "a", "bad")));
      assertEquals(1, outbox.flush("w", Duration.ofMillis(50)));
      assertEquals(0, outbox.counters().parked());
      outbox.offer(record("w", "a", "good"));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(1, outbox.counters().parked());
      assertInstanceOf(Offer.Fate.GivenUp.class, bad.fate().get(30, TimeUnit.SECONDS));
      assertEquals(List.of("wgood"), sent);
    }
  }

  @Test
  void aMissingToolHoldsUpOnlyItsOwnRecordsAndLosesNone() {
    missingTools.add("a");
    try (JournaledOutbox outbox = outbox(1 << 20)) {
      outbox.offer(record("w", "a", "1"));
      outbox.offer(record("w", "b", "2"));
      outbox.offer(record("w", "a", "3"));
      until(() -> outbox.counters().delivered() >= 1);
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
    try (JournaledOutbox outbox = outbox(1_000)) {
      assertInstanceOf(Offer.Accepted.class, outbox.offer(record("w", "a", "x")));
      assertInstanceOf(Offer.Refused.class, outbox.offer(record("w", "a", "x".repeat(1_000))));
      assertInstanceOf(Offer.Refused.class, outbox.offer(record("w".repeat(1_000), "a", "x")));
      assertEquals(2, outbox.counters().refused());
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
    try (JournaledOutbox outbox =
        Outboxes.open(
            keeping, folder, Map.of("a", courier), new OutboxListener() {}, QUICK, 1 << 20)) {
      outbox.offer(record("slow", "a", "1"));
      outbox.offer(record("slow", "a", "2"));
      outbox.offer(record("fast", "a", "3"));
      assertEquals(0, outbox.flush("fast", LONG));
      hang.countDown();
      assertEquals(0, outbox.flush(null, LONG));
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("isokron-sender")) {
        thread.join(LONG.toMillis());
        assertFalse(thread.isAlive());
      }
    }
  }

  @Test
  void ofTwoPoisonedRecordsSideBySideBothAreParkedInTheEnd() {
    poison.addAll(Set.of("bad1", "bad2"));
    try (JournaledOutbox outbox = outbox(1 << 20)) {
      for (String text : List.of("bad1", "bad2", "good1", "good2", "good3")) {
        outbox.offer(record("w", "a", text));
      }
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(List.of("wgood1", "wgood2", "wgood3"), sent);
      assertEquals(
          List.of("bad1", "bad2"),
          outbox.parked().stream().map(p -> p.message().arguments()).toList());
    }
  }

  @Test
  void whoWaitsIsToldOfARefusalAndWhoNoLongerWaitsLosesNothing() throws Exception {
    poison.add("bad");
    try (JournaledOutbox outbox = outbox(1 << 20)) {
      Offer.Accepted refused =
          assertInstanceOf(Offer.Accepted.class, outbox.offerAwaited(record("w", "a", "bad")));
      assertInstanceOf(Offer.Fate.GivenUp.class, refused.fate().get(30, TimeUnit.SECONDS));
      assertFalse(outbox.keep("w", refused.key()));
      assertEquals(1, outbox.counters().refused());

      down = true;
      Offer.Accepted kept =
          assertInstanceOf(Offer.Accepted.class, outbox.offerAwaited(record("w", "a", "bad")));
      assertTrue(outbox.keep("w", kept.key()));
      down = false;
      assertEquals(1, outbox.flush("w", Duration.ofMillis(50)));
      poison.clear();
      assertInstanceOf(Offer.Fate.Delivered.class, kept.fate().get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void whatFollowsAWriteIsInTheOutboxInTheStepThatAcknowledgesTheWrite() {
    FollowUp next =
        new FollowUp(OutboxKeys.next(), "b", "then", "{\"payload\":{\"old\":1}}", "/payload/new");
    OutboxRecord first =
        new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "first", 7, "target", next);
    missingTools.add("b");
    try (JournaledOutbox outbox = outbox(first.bytes())) {
      outbox.offer(first);
      until(() -> outbox.counters().delivered() >= 1);
      assertEquals(1, outbox.counters().queued());
      missingTools.clear();
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(List.of("wfirst", "w{\"payload\":{\"old\":1,\"new\":\"id\"}}"), sent);
      assertEquals(0, outbox.counters().bytes());
    }
  }
}
