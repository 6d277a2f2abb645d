package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where every write waits until Sea has acknowledged it. Safe for all threads. */
public interface Outbox extends AutoCloseable {
  /** Takes a record or says why not. Never waits for network or disk, never throws. */
  Offer offer(OutboxRecord message);

  /**
   * Waits until nothing is left of a workspace, or of all when it is null.
   *
   * @return how many records are left when the time is over; an interrupt ends the waiting and is
   *     restored
   */
  long flush(@Nullable String workspace, Duration atMost);

  /** The numbers of now. */
  OutboxCounters counters();

  /** What keeps records from being delivered, if anything does. */
  Optional<String> trouble();

  /** Delivers what can be delivered within the time, then ends all threads. */
  void close(Duration atMost);

  @Override
  default void close() {
    close(Duration.ofSeconds(2));
  }
}
