package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Records and time limits for tests. */
final class Records {
  static final Duration LONG = Duration.ofSeconds(30);
  static final Backoff QUICK =
      new Backoff(Duration.ofMillis(2), Duration.ofMillis(10), new Random());

  private Records() {}

  static OutboxRecord record(String workspace, String tool, String arguments) {
    return new OutboxRecord(
        OutboxKeys.next(), workspace, tool, tool, "test", arguments, 0, "target", null);
  }

  /** Waits until this holds. */
  static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain");
      Thread.onSpinWait();
    }
  }
}
