package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: full jitter under a doubling bound.
 *
 * @param first bound after the first failure
 * @param most highest bound, also for what a server asks for
 */
record Backoff(Duration first, Duration most) {
  static final Backoff STANDARD = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

  long nanos(int failures, @Nullable Duration asked) {
    if (asked != null) {
      return Math.max(
          first.toNanos() / 4, Math.min(asked.toNanos(), most.multipliedBy(4).toNanos()));
    }
    long bound = first.toNanos() << Math.min(20, Math.max(0, failures - 1));
    bound = Math.min(bound, most.toNanos());
    return ThreadLocalRandom.current().nextLong(bound) + 1;
  }
}
