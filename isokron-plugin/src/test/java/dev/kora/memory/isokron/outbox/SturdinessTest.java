package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What couriers, listeners and callers may do without anything being lost or held up. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Keeping.class)
class SturdinessTest {
  private final Keeping keeping;
  @TempDir Path folder;

  SturdinessTest(Keeping keeping) {
    this.keeping = keeping;
  }

  private static final OutboxListener NOBODY = new OutboxListener() {};
  private final AtomicInteger attempts = new AtomicInteger();

  private Verdict deliver(OutboxRecord message) {
    attempts.incrementAndGet();
    return new Verdict.Delivered("id");
  }

  @Test
  void aWaitThatNoClockCanExpressIsBounded() {
    Backoff backoff = Backoff.standard(new Random());
    assertEquals(
        Duration.ofMinutes(2).toNanos(), backoff.nanos(1, Duration.ofMillis(Long.MAX_VALUE)));
    assertEquals(
        Duration.ofMinutes(2).toNanos(), backoff.nanos(1, Duration.ofSeconds(Long.MAX_VALUE)));
    assertEquals(Duration.ofMillis(50).toNanos(), backoff.nanos(1, Duration.ofSeconds(-1)));
  }

  @Test
  void aCourierThatEndsInAnErrorIsTriedAgain() {
    Courier courier =
        message -> {
          if (attempts.incrementAndGet() <= 2) {
            throw new NoClassDefFoundError("half a jar");
          }
          return new Verdict.Delivered("id");
        };
    try (JournaledOutbox outbox =
        Outboxes.open(keeping, folder, Map.of("a", courier), NOBODY, QUICK, 1 << 20)) {
      outbox.offer(record("w", "a", "1"));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(1, outbox.counters().delivered());
    }
  }

  @Test
  void aListenerThatThrowsHoldsUpNothingAndTheFateIsTold() throws Exception {
    OutboxListener broken =
        new OutboxListener() {
          @Override
          public void delivered(OutboxRecord message, String resultId) {
            throw new AssertionError("a broken listener");
          }
        };
    try (JournaledOutbox outbox =
        Outboxes.open(keeping, folder, Map.of("a", this::deliver), broken, QUICK, 1 << 20)) {
      Offer.Accepted first =
          assertInstanceOf(Offer.Accepted.class, outbox.offer(record("w", "a", "1")));
      outbox.offer(record("w", "a", "2"));
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(new Offer.Fate.Delivered("id"), first.fate().get(30, TimeUnit.SECONDS));
      assertEquals(2, outbox.counters().delivered());
    }
  }

  @Test
  void aFlushWaitsForNoOtherWorkspacesListener() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    OutboxListener slow =
        new OutboxListener() {
          @Override
          public void delivered(OutboxRecord message, String resultId) {
            if (message.workspace().equals("slow")) {
              busy.countDown();
              await(release);
            }
          }
        };
    try (JournaledOutbox outbox =
        Outboxes.open(keeping, folder, Map.of("a", this::deliver), slow, QUICK, 1 << 20)) {
      outbox.offer(record("slow", "a", "1"));
      await(busy);
      outbox.offer(record("w", "a", "1"));
      CompletableFuture<Long> flushed =
          CompletableFuture.supplyAsync(() -> outbox.flush("w", Duration.ofHours(1)));
      assertEquals(0, flushed.get(30, TimeUnit.SECONDS));
      release.countDown();
    }
  }

  @Test
  void aFlushFromAListenerDoesNotWaitForItself() throws Exception {
    AtomicReference<JournaledOutbox> box = new AtomicReference<>();
    CompletableFuture<Long> left = new CompletableFuture<>();
    OutboxListener flushing =
        new OutboxListener() {
          @Override
          public void delivered(OutboxRecord message, String resultId) {
            JournaledOutbox own = box.get();
            left.complete(own == null ? -1L : own.flush("w", Duration.ofHours(1)));
          }
        };
    try (JournaledOutbox outbox =
        Outboxes.open(keeping, folder, Map.of("a", this::deliver), flushing, QUICK, 1 << 20)) {
      box.set(outbox);
      outbox.offer(record("w", "a", "1"));
      assertEquals(0, left.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aFlushDoesNotCutShortWhatTheServerAskedFor() {
    CountDownLatch refused = new CountDownLatch(1);
    Courier busy =
        message -> {
          attempts.incrementAndGet();
          return new Verdict.Retry("rate_limited", Duration.ofHours(1));
        };
    OutboxListener told =
        new OutboxListener() {
          @Override
          public void retrying(OutboxRecord message, int tries, String reason) {
            refused.countDown();
          }
        };
    Backoff patient = new Backoff(Duration.ofMillis(2), Duration.ofHours(1), new Random());
    try (JournaledOutbox outbox =
        Outboxes.open(keeping, folder, Map.of("a", busy), told, patient, 1 << 20)) {
      outbox.offer(record("w", "a", "1"));
      await(refused);
      assertEquals(1, outbox.flush("w", Duration.ofMillis(100)));
      assertEquals(1, outbox.flush(null, Duration.ofMillis(100)));
      assertEquals(1, attempts.get());
      outbox.close(Duration.ZERO);
    }
  }

  @Test
  void aThreadThatIsInterruptedStillDeliversWhenItCloses() {
    Thread closing = Thread.currentThread();
    Courier slow =
        message -> {
          while (closing.getState() != Thread.State.TIMED_WAITING
              && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
          return deliver(message);
        };
    JournaledOutbox outbox =
        Outboxes.open(keeping, folder, Map.of("a", slow), NOBODY, QUICK, 1 << 20);
    for (int i = 0; i < 20; i++) {
      outbox.offer(record("w", "a", String.valueOf(i)));
    }
    closing.interrupt();
    outbox.close(LONG);
    assertTrue(Thread.interrupted());
    assertEquals(20, outbox.counters().delivered());
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        fail("waited in vain");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
