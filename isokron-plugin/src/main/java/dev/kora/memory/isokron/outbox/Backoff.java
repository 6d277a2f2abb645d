package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: full jitter under a doubling bound.
 *
 * @param first bound after the first failure
 * @param most highest bound; what a server asks for may be four times that
 */
record Backoff(Duration first, Duration most) {
  static final Backoff STANDARD = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

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
    return ThreadLocalRandom.current().nextLong(bound) + 1;
  }
}
