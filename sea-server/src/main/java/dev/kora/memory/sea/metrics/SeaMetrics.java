package dev.kora.memory.sea.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** One server's figures. Thread-safe. No label takes a value that a client makes up. */
public final class SeaMetrics implements AutoCloseable {
  /** The label of every tool that there is not. */
  public static final String UNKNOWN_TOOL = "unknown";

  private static final String READING = "kora__read_";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Counter appends;
  private final Counter rateRefusals;
  private final Counter tokenRefusals;

  /** Starts at zero. */
  public SeaMetrics() {
    appends = counter("sea.appends", "Writes that succeeded, repeats of one key included");
    rateRefusals = counter("sea.rate.refusals", "Writes refused because of the workspace's rate");
    tokenRefusals = counter("sea.token.refusals", "Requests without a valid service token");
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** What became of a tool call. */
  public enum Outcome {
    /** It did what it was asked for. */
    OK,
    /** It said no: an argument, a capability, a key. */
    REFUSED,
    /** It said not now. */
    RATE_LIMITED,
    /** There is no such tool, or the server failed. */
    ERROR
  }

  /**
   * Counts a tool call.
   *
   * @param tool a tool's name, or {@link #UNKNOWN_TOOL}
   */
  public void toolCall(String tool, Outcome outcome, long nanos) {
    Timer.builder("sea.tool.calls")
        .description("Tool calls, by tool and outcome")
        .tag("tool", tool)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (outcome == Outcome.OK && !tool.startsWith(READING)) {
      appends.increment();
    } else if (outcome == Outcome.RATE_LIMITED) {
      rateRefusals.increment();
    }
  }

  /** Counts a request that was not let in. */
  public void tokenRefused() {
    tokenRefusals.increment();
  }

  /** Shows how many sessions there are. */
  public void sessions(IntSupplier count) {
    Gauge.builder("sea.sessions", count::getAsInt)
        .description("Sessions that are open")
        .register(registry);
  }

  /** For whoever brings figures of its own. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All figures in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
