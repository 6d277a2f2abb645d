package dev.kora.memory.isokron.events;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.substrate.CachedRead;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Writes the lines that operators search for, and has recent events read again. */
public final class ChainEventLog implements OutboxListener {
  private static final Logger LOG = LogManager.getLogger(ChainEventLog.class);

  private final CachedRead<?> recent;

  /** Makes the log; {@code recent} is the cache that a delivered write makes out of date. */
  public ChainEventLog(CachedRead<?> recent) {
    this.recent = recent;
  }

  @Override
  public void delivered(OutboxRecord message, String resultId) {
    // Whatever it was: the server writes events of its own with some writes.
    recent.expire(message.workspace());
    if (isEvent(message)) {
      LOG.info(
          "[kora.chain.emit] {} emit {} → event_id={}",
          message.origin(),
          message.subject(),
          resultId);
    } else {
      LOG.debug("[kora.isokron] {} {} → {}", message.origin(), message.subject(), resultId);
    }
  }

  @Override
  public void retrying(OutboxRecord message, int attempts, String reason) {
    if (attempts > 1) {
      LOG.debug("[kora.isokron] {} failed {} times: {}", message, attempts, OneLine.of(reason));
    } else if (isEvent(message)) {
      failed(message, reason, "it is kept and will be redelivered");
    } else {
      LOG.warn(
          "[kora.isokron] {} {} — {}; it is kept and will be redelivered",
          message.origin(),
          message.subject(),
          OneLine.of(reason));
    }
  }

  @Override
  public void parked(OutboxRecord message, String reason) {
    given(message, reason, "it is parked: others are accepted");
  }

  @Override
  public void refused(OutboxRecord message, String reason) {
    given(message, reason, "it is refused and not kept");
  }

  private static void given(OutboxRecord message, String reason, String consequence) {
    if (isEvent(message)) {
      failed(message, reason, consequence);
    } else {
      LOG.error(
          "[kora.isokron] {} {} — {}; {}",
          message.origin(),
          message.subject(),
          OneLine.of(reason),
          consequence);
    }
  }

  private static void failed(OutboxRecord message, String reason, String consequence) {
    LOG.error(
        "[kora.chain.emit.failed] {} emit ({}) — {}; {}",
        message.origin(),
        message.subject(),
        OneLine.of(reason),
        consequence);
  }

  private static boolean isEvent(OutboxRecord message) {
    return message.tool().equals(KoraEvents.TOOL);
  }
}
