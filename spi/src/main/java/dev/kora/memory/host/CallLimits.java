package dev.kora.memory.host;

import java.time.Duration;
import java.util.List;

/**
 * How long a host waits for an external provider. A call that takes longer is given up: its thread
 * is interrupted, and the host goes on as if the call had failed. Only {@code openSession} and
 * {@code systemPromptBlock} end in a {@link dev.kora.memory.spi.MemoryFailClosedException}, since
 * the provider had no chance to say so itself. The host's own memory has no limits.
 *
 * <p>They are meant for what hangs, not for what is slow: a provider that is configured to wait
 * longer than this needs longer limits, too.
 *
 * @param open for opening the provider, each session, and {@code toolSchemas}
 * @param prompt for {@code systemPromptBlock} and {@code onPreCompress}
 * @param prefetch for {@code prefetch}
 * @param hook for what waits for no network: all other hooks, {@code health()} and {@code name()}
 * @param tool for one tool call
 * @param close for closing, and for what a flush may take beyond the time it was given
 */
public record CallLimits(
    Duration open,
    Duration prompt,
    Duration prefetch,
    Duration hook,
    Duration tool,
    Duration close) {

  /** As good as no limit, and short enough to be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** 60 s to open and for the prompt, 15 s to recall, 10 s a hook, 120 s a tool, 30 s to close. */
  public static final CallLimits DEFAULT =
      new CallLimits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          Duration.ofSeconds(30));

  /** Checks the components. */
  public CallLimits {
    for (Duration limit : List.of(open, prompt, prefetch, hook, tool, close)) {
      if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a limit must be above zero and at most 365 days");
      }
    }
  }

  /** For a flush that was given this long. */
  Duration flush(Duration atMost) {
    return (atMost.compareTo(LONGEST) > 0 ? LONGEST : atMost).plus(close);
  }
}
