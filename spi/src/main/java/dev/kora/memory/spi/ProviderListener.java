package dev.kora.memory.spi;

/**
 * What a host hears from its providers. A provider calls it from any of its threads, several at
 * once too, and holds no lock while it does. An implementation returns quickly and does not throw;
 * a provider survives one that does, and goes on. It may call the provider and its sessions, and
 * wait for another thread that does (rule M18), but not for what waits for it: a flush, a tool
 * call, a close.
 */
public interface ProviderListener {

  /** A listener that ignores everything. */
  ProviderListener NONE = new ProviderListener() {};

  /**
   * A write that was accepted earlier has a new state. For one key the states arrive in order.
   *
   * @param delivery the write and its state
   */
  default void onDelivery(Delivery delivery) {}

  /**
   * The counters have changed. Not called for every change; the newest call is the truth.
   *
   * @param counters totals since the provider was opened
   */
  default void onCounters(DeliveryCounters counters) {}

  /**
   * Something that a person should read.
   *
   * @param notice the text and how bad it is
   */
  default void onNotice(Notice notice) {}
}
