package dev.kora.memory.example.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long ago the number of deliveries last moved. Not for use by several threads. */
final class LastDeliveries {
  private final LongSupplier nanos;
  private long count;
  private long movedAt;

  /**
   * Nothing delivered so far.
   *
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  LastDeliveries(LongSupplier nanos) {
    this.nanos = nanos;
    this.movedAt = nanos.getAsLong();
  }

  /** How long ago the number became this one. */
  Duration age(long delivered) {
    long now = nanos.getAsLong();
    if (delivered != count) {
      count = delivered;
      movedAt = now;
    }
    return Duration.ofNanos(now - movedAt);
  }
}
