package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.LONG;
import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static dev.kora.memory.isokron.outbox.Records.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever keeps everything from being delivered for long: all of it arrives, in order. */
@ParameterizedClass
@EnumSource(Keeping.class)
class OutageTest {
  private final Keeping keeping;
  @TempDir Path folder;

  OutageTest(Keeping keeping) {
    this.keeping = keeping;
  }

  private static final int FAILURES = 30;

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();

  static Stream<Verdict> troubles() {
    return Stream.of(
        new Verdict.Unclear("HTTP 503"),
        new Verdict.Pause("HTTP 401", null),
        new Verdict.Pause("no such tool", "a"),
        new Verdict.Suspect("not implemented", false),
        new Verdict.Suspect("invalid params", true));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void allOfItArrivesInOrderAndNothingIsParked(Verdict trouble) throws Exception {
    CountDownLatch queued = new CountDownLatch(1);
    Courier courier =
        message -> {
          await(queued);
          if (attempts.incrementAndGet() <= FAILURES) {
            return trouble;
          }
          sent.add(message.arguments());
          return new Verdict.Delivered("id");
        };
    try (JournaledOutbox outbox =
        Outboxes.open(
            keeping, folder, Map.of("a", courier), new OutboxListener() {}, QUICK, 1 << 20)) {
      for (String name : List.of("1", "2", "3", "4")) {
        outbox.offer(record("w", "a", name));
      }
      queued.countDown();
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(List.of("1", "2", "3", "4"), sent);
      assertEquals(0, outbox.counters().parked());
    }
  }

  @Test
  void recordsOfAnotherToolAreNotHeldUpByOneThatFailsForEveryRecord() {
    AtomicInteger broken = new AtomicInteger(1);
    Courier stub =
        message -> {
          if (broken.get() == 1) {
            return new Verdict.Suspect("not implemented", true);
          }
          sent.add(message.arguments());
          return new Verdict.Delivered("id");
        };
    Courier good =
        message -> {
          sent.add(message.arguments());
          return new Verdict.Delivered("id");
        };
    try (JournaledOutbox outbox =
        Outboxes.open(
            keeping,
            folder,
            Map.of("a", stub, "b", good),
            new OutboxListener() {},
            QUICK,
            1 << 20)) {
      outbox.offer(record("w", "a", "1"));
      outbox.offer(record("w", "a", "2"));
      outbox.offer(record("w", "b", "3"));
      until(() -> !sent.isEmpty());
      broken.set(0);
      assertEquals(0, outbox.flush("w", LONG));
      assertEquals(0, outbox.counters().parked());
      assertEquals("3", sent.get(0));
      assertEquals(3, sent.size());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
