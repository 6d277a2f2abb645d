package dev.kora.memory.isokron.outbox.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What gives the journal its time: two threads, or the steps of a simulated machine. */
public interface JournalDrive {
  /** How long what is to be done soon may wait for more of it. */
  long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** From now on both steps are run, each by one thread at a time. */
  void start(Step write, Step sync);

  /** There is something to write. Quick; called with locks held. */
  void wakeWriter();

  /**
   * There is something to write, and nobody waits for it: within {@link #SOON_NANOS}, with what
   * comes until then. Quick; called with locks held.
   */
  void wakeWriterSoon();

  /** There is something to sync: within {@link #SOON_NANOS}, with what comes until then. */
  void wakeSyncer();

  /** Waits until this holds; an interrupt is restored and does not shorten the waiting. */
  boolean await(BooleanSupplier condition, long atMostNanos);

  /** The same for what needs a sync: there should be one soon. */
  default boolean awaitSync(BooleanSupplier condition, long atMostNanos) {
    return await(condition, atMostNanos);
  }

  /**
   * Ends both, after they have run once more.
   *
   * @return false if one hangs
   */
  boolean stop(long atMostNanos);

  /** A part of the journal's work. */
  @FunctionalInterface
  interface Step {
    /** Nothing to do until woken. */
    long IDLE = Long.MAX_VALUE;

    /** Does what there is to do, and says after how many nanoseconds it wants to run again. */
    long run();
  }
}
