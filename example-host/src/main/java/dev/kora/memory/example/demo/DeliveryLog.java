package dev.kora.memory.example.demo;

import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.Notice;
import java.io.PrintStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Keeps what the provider reports about its writes. Called from the provider's threads. */
final class DeliveryLog extends NoticePrinter {
  private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final Queue<Notice> errors = new ConcurrentLinkedQueue<>();

  DeliveryLog(PrintStream err) {
    super(err);
  }

  @Override
  public void onDelivery(Delivery delivery) {
    deliveries.add(delivery);
  }

  @Override
  public void onNotice(Notice notice) {
    super.onNotice(notice);
    if (notice.level() == Notice.Level.ERROR) {
      errors.add(notice);
    }
  }

  /** The ids of the {@code kora.*} events that Sea confirmed, in the order of delivery. */
  List<String> eventIds() {
    return delivered()
        .filter(delivery -> isEvent(delivery.subject()))
        .map(delivery -> String.valueOf(delivery.resultId()))
        .toList();
  }

  /** How many events of this type were confirmed. */
  long events(String type) {
    return delivered().filter(delivery -> delivery.subject().equals(type)).count();
  }

  /** How many entries, that is writes which are not events, were confirmed. */
  long entries() {
    return delivered().filter(delivery -> !isEvent(delivery.subject())).count();
  }

  /** What went wrong: writes that were given up, and failures that the manager isolated. */
  List<String> failures() {
    return Stream.concat(
            deliveries.stream()
                .filter(
                    delivery ->
                        delivery.state() == Delivery.State.PARKED
                            || delivery.state() == Delivery.State.REFUSED)
                .map(delivery -> delivery.subject() + ": " + delivery.reason()),
            errors.stream().map(Notice::text))
        .toList();
  }

  private Stream<Delivery> delivered() {
    return deliveries.stream().filter(d -> d.state() == Delivery.State.DELIVERED);
  }

  private static boolean isEvent(String subject) {
    return subject.startsWith("kora.");
  }
}
