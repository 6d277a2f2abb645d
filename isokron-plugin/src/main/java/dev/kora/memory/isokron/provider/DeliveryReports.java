package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxCounters;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.DeliveryCounters;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Passes what becomes of writes to the log and to the host's listener. */
final class DeliveryReports implements OutboxListener {
  private static final Logger LOG = LogManager.getLogger(DeliveryReports.class);

  private final OutboxListener log;
  private final ProviderListener host;
  private volatile @Nullable Outbox outbox;

  DeliveryReports(OutboxListener log, ProviderListener host) {
    this.log = log;
    this.host = host;
  }

  /** From where the counters come; set once, before the first write. */
  void watch(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void delivered(OutboxRecord message, String resultId) {
    log.delivered(message, resultId);
    report(message, Delivery.State.DELIVERED, resultId, null);
  }

  @Override
  public void retrying(OutboxRecord message, int attempts, String reason) {
    log.retrying(message, attempts, reason);
    report(message, Delivery.State.RETRYING, null, reason);
  }

  @Override
  public void parked(OutboxRecord message, String reason) {
    log.parked(message, reason);
    report(message, Delivery.State.PARKED, null, reason);
    tell(() -> host.onNotice(new Notice(Notice.Level.ERROR, message + " is parked: " + reason)));
  }

  @Override
  public void refused(OutboxRecord message, String reason) {
    log.refused(message, reason);
    report(message, Delivery.State.REFUSED, null, reason);
  }

  private void report(
      OutboxRecord message,
      Delivery.State state,
      @Nullable String resultId,
      @Nullable String reason) {
    Delivery delivery =
        new Delivery(
            state, message.workspace(), message.subject(), message.key(), resultId, reason);
    tell(() -> host.onDelivery(delivery));
    Outbox source = outbox;
    if (source != null) {
      OutboxCounters c = source.counters();
      DeliveryCounters now =
          new DeliveryCounters(
              c.queued(),
              c.delivered(),
              c.retried(),
              c.parked(),
              c.refused(),
              c.oldestAge(),
              c.bytes());
      tell(() -> host.onCounters(now));
    }
  }

  // The host's code: what it throws is its own affair, and keeps nobody else from being told.
  private static void tell(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      LOG.error("[kora.isokron] the host's listener failed", e);
    }
  }
}
