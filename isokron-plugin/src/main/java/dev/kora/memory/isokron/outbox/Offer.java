package dev.kora.memory.isokron.outbox;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Whether the outbox took a record. */
public sealed interface Offer {
  /**
   * Taken.
   *
   * @param fate completes when the record is delivered or given up; never exceptionally
   */
  record Accepted(UUID key, Durability durability, CompletableFuture<Fate> fate) implements Offer {}

  /** Not taken: what it carried is not kept. */
  record Refused(String reason) implements Offer {}

  /** What became of an accepted record. */
  sealed interface Fate {
    /** Delivered. */
    record Delivered(String resultId) implements Fate {}

    /**
     * Given up: refused for good, parked, or left behind when the outbox closed.
     *
     * @param toolMissing whether the server does not have the tool at all
     */
    record GivenUp(String reason, boolean toolMissing) implements Fate {}
  }
}
