package dev.kora.memory.isokron.outbox;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Whether the outbox took a record. */
public sealed interface Offer {
  /**
   * Taken.
   *
   * @param fate completes when the record is delivered or given up, or nobody will be told of that;
   *     never exceptionally
   */
  record Accepted(UUID key, Durability durability, CompletableFuture<Fate> fate) implements Offer {}

  /** Not taken: what it carried is not kept. */
  record Refused(String reason) implements Offer {}

  /** What became of an accepted record. */
  sealed interface Fate {
    /** Delivered. */
    record Delivered(String resultId) implements Fate {}

    /**
     * Not delivered yet, and on the disk: it will be, by this process or by the next. The outbox
     * closed, or has so many waiting that it does not remember who asked; for a record whose fate
     * is awaited only the former.
     */
    record Kept() implements Fate {}

    /**
     * Given up: refused for good, parked, or left behind in memory when the outbox closed.
     *
     * @param toolMissing whether the server does not have the tool at all
     */
    record GivenUp(String reason, boolean toolMissing) implements Fate {}
  }
}
