package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;

/**
 * Hears what becomes of records. Called on the outbox's threads; must not block. What it throws is
 * logged and otherwise ignored.
 */
public interface OutboxListener {
  /** Delivered, for the first and only time. */
  default void delivered(OutboxRecord message, String resultId) {}

  /**
   * An attempt failed and the record is kept.
   *
   * @param attempts failed attempts so far, 1 at the first
   */
  default void retrying(OutboxRecord message, int attempts, String reason) {}

  /** Set aside: this record cannot be delivered, others can. */
  default void parked(OutboxRecord message, String reason) {}

  /** Refused for good and dropped. */
  default void refused(OutboxRecord message, String reason) {}
}
