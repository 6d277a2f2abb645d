package dev.kora.memory.example.demo;

import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what the provider reports about its writes. Called from the provider's threads. */
final class DeliveryLog implements ProviderListener {
  private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();

  @Override
  public void onDelivery(Delivery delivery) {
    deliveries.add(delivery);
  }

  @Override
  public void onNotice(Notice notice) {
    notices.add(notice);
  }

  /** The ids of the {@code kora.*} events that Sea confirmed, in the order of delivery. */
  List<String> deliveredEventIds() {
    return deliveries.stream()
        .filter(delivery -> delivery.state() == Delivery.State.DELIVERED)
        .filter(delivery -> delivery.subject().startsWith("kora."))
        .map(delivery -> String.valueOf(delivery.resultId()))
        .toList();
  }

  /** What was given up: parked or refused, with the reason. */
  List<String> lost() {
    return deliveries.stream()
        .filter(
            delivery ->
                delivery.state() == Delivery.State.PARKED
                    || delivery.state() == Delivery.State.REFUSED)
        .map(delivery -> delivery.subject() + ": " + delivery.reason())
        .toList();
  }

  /** What the provider had to say, such as that it is degraded. */
  List<String> notices() {
    return notices.stream().map(Notice::text).toList();
  }
}
