package dev.kora.memory.isokron.mcp.stdio;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the next child may be started (rule 23): at once after a long life, else after a wait that
 * doubles with each short one. Safe for all threads; nobody sleeps here.
 */
final class Restarts {
  static final Duration LONG_LIFE = Duration.ofSeconds(10);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 20;

  private final LongSupplier clock;
  private int shortLives;
  private long notBefore;
  private String lastEnd = "";

  /** Makes one without a wait; the clock is as {@link System#nanoTime}. */
  Restarts(LongSupplier clock) {
    this.clock = clock;
    this.notBefore = clock.getAsLong();
  }

  /** Takes note of an end; {@code reason} goes into the refusals. */
  synchronized void ended(long lifeNanos, String reason) {
    shortLives = lifeNanos >= LONG_LIFE.toNanos() ? 0 : shortLives + 1;
    lastEnd = reason;
    notBefore = clock.getAsLong() + waitNanos();
  }

  private long waitNanos() {
    if (shortLives == 0) {
      return 0;
    }
    long wait = FIRST_WAIT.toNanos() << Math.min(MOST_DOUBLINGS, shortLives - 1);
    return Math.min(LONGEST_WAIT.toNanos(), wait);
  }

  /** Why no child may be started now, or null when one may. */
  synchronized @Nullable String refusal() {
    long left = notBefore - clock.getAsLong();
    if (left <= 0) {
      return null;
    }
    // Rounded up: never "in 0.0 s".
    double seconds = Math.ceil(left / 1e8) / 10;
    return String.format(Locale.ROOT, "%s; it is started again in %.1f s", lastEnd, seconds);
  }
}
