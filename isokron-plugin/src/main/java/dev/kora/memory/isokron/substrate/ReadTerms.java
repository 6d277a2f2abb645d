package dev.kora.memory.isokron.substrate;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * How a {@link CachedRead} keeps values.
 *
 * @param executor where reads run; may refuse
 * @param ttl how long a value is fresh; zero means never for the next question
 * @param servesOld whether the last good value serves while no new one can be read. Without, an
 *     answer is always waited for: a value that must be right is worth a turn's time.
 * @param clock for the time of day at which a value was read
 * @param nanos for everything that lasts, as {@link System#nanoTime}
 */
public record ReadTerms(
    Executor executor, Duration ttl, boolean servesOld, Clock clock, LongSupplier nanos) {

  /** The same on other threads. */
  public ReadTerms on(Executor other) {
    return new ReadTerms(other, ttl, servesOld, clock, nanos);
  }

  /** The same for a value that must be right. */
  public ReadTerms withoutOldValues() {
    return new ReadTerms(executor, ttl, false, clock, nanos);
  }
}
