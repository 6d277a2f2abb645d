package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Progress;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits for a session's writes for as long as any are delivered. For one thread, once. */
final class Delivering {
  /** How long the memory is waited for before somebody looks how far it is. */
  static final Duration SLICE = Duration.ofSeconds(5);

  /** Twice as long as a server may wait that takes so many writes a minute. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final MemorySession session;
  private final LongSupplier ended;
  private final LongSupplier nanos;

  /**
   * Waits for nothing yet.
   *
   * @param ended how many writes were delivered, refused or set aside
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  Delivering(MemorySession session, LongSupplier ended, LongSupplier nanos) {
    this.session = session;
    this.ended = ended;
    this.nanos = nanos;
  }

  /** Waits; what is left then is what nothing was heard of for two minutes. */
  FlushResult await(Progress progress) {
    LastDeliveries last = new LastDeliveries(nanos);
    while (true) {
      long start = nanos.getAsLong();
      FlushResult left = session.flush(SLICE);
      // A memory that does not wait though something is left is not going to deliver it.
      boolean waited = nanos.getAsLong() - start >= SLICE.toNanos() / 2;
      long done = ended.getAsLong();
      progress.at(done, done + left.undelivered());
      if (left.complete() || !waited || last.age(done).compareTo(PATIENCE) >= 0) {
        return left;
      }
    }
  }
}
