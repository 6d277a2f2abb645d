package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Table;
import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.spi.Delivery;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps the newest of what the provider reports about its writes, and counts them all. Called from
 * the provider's threads.
 */
public final class RecentDeliveries extends NoticePrinter {
  private static final int KEPT = 20;

  private final Clock clock;
  private final Deque<Report> newest = new ArrayDeque<>();
  private final Map<Delivery.State, Long> counts = new EnumMap<>(Delivery.State.class);

  private record Report(Instant at, Delivery delivery) {}

  /** Prints notices to this stream, usually standard error. */
  public RecentDeliveries(PrintStream err, Clock clock) {
    super(err);
    this.clock = clock;
  }

  @Override
  public synchronized void onDelivery(Delivery delivery) {
    counts.merge(delivery.state(), 1L, Long::sum);
    newest.add(new Report(clock.instant().truncatedTo(ChronoUnit.SECONDS), delivery));
    if (newest.size() > KEPT) {
      newest.remove();
    }
  }

  /** How many reports of this state there were. */
  synchronized long count(Delivery.State state) {
    return counts.getOrDefault(state, 0L);
  }

  /** How many writes were refused or set aside. */
  synchronized long failed() {
    return count(Delivery.State.REFUSED) + count(Delivery.State.PARKED);
  }

  /** How many writes will not be heard of again. */
  synchronized long ended() {
    return count(Delivery.State.DELIVERED) + failed();
  }

  synchronized boolean isEmpty() {
    return newest.isEmpty();
  }

  /** The newest reports, the last one at the end. */
  synchronized Table table() {
    Table table = new Table();
    for (Report report : newest) {
      Delivery delivery = report.delivery();
      String result = delivery.resultId();
      String reason = delivery.reason();
      table.row(
          report.at().toString(),
          delivery.state().name().toLowerCase(Locale.ROOT),
          delivery.subject(),
          result != null ? result : reason != null ? reason : "-");
    }
    return table;
  }
}
