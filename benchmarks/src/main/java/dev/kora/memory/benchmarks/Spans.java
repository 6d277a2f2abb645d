package dev.kora.memory.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** How long each of some calls took. */
final class Spans {
  private final List<Long> nanos = new ArrayList<>();

  /** Calls, and keeps how long that took. */
  <T> T time(Callable<T> call) throws Exception {
    long start = System.nanoTime();
    T result = call.call();
    nanos.add(System.nanoTime() - start);
    return result;
  }

  /** What so large a part of the calls did not exceed; 1 for the longest. */
  double millis(double part) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1)) / 1e6;
  }

  double p50() {
    return millis(0.5);
  }

  double p95() {
    return millis(0.95);
  }

  double max() {
    return millis(1);
  }

  /** Milliseconds for a table. */
  static String shown(double millis) {
    return String.format(Locale.ROOT, "%.2f", millis);
  }

  /** What a table says of a target. */
  static String verdict(double value, double target) {
    return value <= target ? "met" : "MISSED";
  }
}
