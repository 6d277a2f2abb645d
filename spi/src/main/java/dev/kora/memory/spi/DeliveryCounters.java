package dev.kora.memory.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * How a provider's deliveries stand, for a host's metrics.
 *
 * @param queued writes that wait now
 * @param delivered writes delivered since the provider was opened
 * @param retried attempts that failed and were made again, since then
 * @param parked writes that wait for a person now
 * @param refused writes that the store would not have, since then
 * @param oldestAge how long the oldest waiting write has waited; zero if none waits
 * @param bytes size of what waits now, in bytes
 */
public record DeliveryCounters(
    long queued,
    long delivered,
    long retried,
    long parked,
    long refused,
    Duration oldestAge,
    long bytes) {

  /** Checks the components: nothing is negative. */
  public DeliveryCounters {
    Require.notNegative(queued, "queued");
    Require.notNegative(delivered, "delivered");
    Require.notNegative(retried, "retried");
    Require.notNegative(parked, "parked");
    Require.notNegative(refused, "refused");
    Require.notNegative(bytes, "bytes");
    Objects.requireNonNull(oldestAge, "oldestAge");
    if (oldestAge.isNegative()) {
      throw new IllegalArgumentException("oldestAge must not be negative but is " + oldestAge);
    }
  }
}
