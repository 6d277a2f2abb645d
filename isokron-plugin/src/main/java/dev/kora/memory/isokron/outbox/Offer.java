package dev.kora.memory.isokron.outbox;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Whether the outbox took a record. */
public sealed interface Offer {
  /**
   * Taken.
   *
   * @param fate completes when the record is delivered or given up, or the outbox closes; never
   *     exceptionally. That of a record for which nobody waits may never complete: it may have had
   *     to leave the memory
   */
  record Accepted(UUID key, Durability durability, CompletableFuture<Fate> fate) implements Offer {}

  /** Not taken: what it carried is not kept. */
  record Refused(String reason) implements Offer {}

  /** What became of an accepted record. */
  sealed interface Fate {
    /** Delivered. */
    record Delivered(String resultId) implements Fate {}

    /** Not delivered yet, and on the disk: it will be by the next process. The outbox closed. */
    record Kept() implements Fate {}

    /**
     * Given up: refused for good, parked, or left behind in memory when the outbox closed.
     *
     * @param toolMissing whether the server does not have the tool at all
     */
    record GivenUp(String reason, boolean toolMissing) implements Fate {}
  }
}
