package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: full jitter under a doubling bound. Guarded by the
 * outbox's lock.
 *
 * @param first bound after the first failure
 * @param most highest bound; what a server asks for may be four times that
 * @param chance where the jitter comes from
 */
record Backoff(Duration first, Duration most, RandomGenerator chance) {
  static Backoff standard(RandomGenerator chance) {
    return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), chance);
  }

  long nanos(int failures, @Nullable Duration asked) {
    if (asked != null) {
      // Compared before it is converted: a server may ask for more than nanoseconds can say.
      Duration least = first.dividedBy(4);
      Duration bound = most.multipliedBy(4);
      Duration wait = asked.compareTo(bound) > 0 ? bound : asked;
      return (wait.compareTo(least) < 0 ? least : wait).toNanos();
    }
    long bound = first.toNanos() << Math.min(20, Math.max(0, failures - 1));
    bound = Math.min(bound, most.toNanos());
    return chance.nextLong(bound) + 1;
  }
}
