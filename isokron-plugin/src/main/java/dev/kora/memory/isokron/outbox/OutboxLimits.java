package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How much and how often.
 *
 * @param maxBytes most bytes of records in memory
 * @param upkeep how often commands and gaps are looked after
 */
record OutboxLimits(Backoff backoff, long maxBytes, Duration upkeep) {
  static OutboxLimits standard(RandomGenerator chance, long maxBytes) {
    return new OutboxLimits(Backoff.standard(chance), maxBytes, Duration.ofSeconds(1));
  }
}
