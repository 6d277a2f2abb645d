package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flushes several providers within one deadline and adds up what they left. */
final class Flushing {
  private Flushing() {}

  /** A provider that failed to answer is never reported as complete. */
  static FlushResult unknown(String provider) {
    return new FlushResult(1, provider + " failed to flush, so what it holds is not known");
  }

  static <P> FlushResult all(
      List<P> providers, Duration atMost, BiFunction<P, Duration, FlushResult> flush) {
    long start = System.nanoTime();
    FlushResult total = FlushResult.nothingLeft();
    for (P provider : providers) {
      Duration left = atMost.minusNanos(System.nanoTime() - start);
      total = sum(total, flush.apply(provider, left.isNegative() ? Duration.ZERO : left));
    }
    return total;
  }

  private static FlushResult sum(FlushResult one, FlushResult other) {
    String detail =
        Stream.of(one.detail(), other.detail())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining("; "));
    return new FlushResult(one.undelivered() + other.undelivered(), detail);
  }
}
