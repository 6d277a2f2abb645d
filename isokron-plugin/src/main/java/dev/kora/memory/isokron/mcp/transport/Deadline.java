package dev.kora.memory.isokron.mcp.transport;

import java.time.Duration;

/**
 * A point in time until which something may take, on the monotonic clock.
 *
 * @param nanoTime the point, as of {@link System#nanoTime}
 */
public record Deadline(long nanoTime) {
  /** The given time from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, in nanoseconds; never negative. */
  public long leftNanos() {
    return Math.max(0, nanoTime - System.nanoTime());
  }
}
