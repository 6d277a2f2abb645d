package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.concurrent.CompletableFuture;

/** One record in a queue. Guarded by the outbox's lock. */
final class Waiting {
  /** Failures of its own after which a record is suspected to be at fault by itself. */
  private static final int SUSPECT_AFTER = 20;

  final OutboxRecord message;
  final long since;
  final long bytes;
  final CompletableFuture<Offer.Fate> fate = new CompletableFuture<>();

  /** Whether someone waits for the answer and is to be told of a refusal. */
  boolean awaited;

  /** Failed attempts, whatever the reason. */
  int attempts;

  String lastReason = "";

  /** How many canaries failed for it: the next one is another. */
  int failedCanaries;

  /** Whether a canary was accepted: if it fails once more, it is the one at fault. */
  boolean lastChance;

  private int strikes;

  Waiting(OutboxRecord message, long since) {
    this.message = message;
    this.since = since;
    this.bytes = message.bytes();
  }

  String tool() {
    return message.tool();
  }

  boolean isSuspect() {
    return strikes >= SUSPECT_AFTER;
  }

  /** It failed where others might not have. */
  void strike(boolean atOnce) {
    strikes = atOnce ? SUSPECT_AFTER : strikes + 1;
  }

  /** Its canary failed: what it failed with so far says nothing against it. */
  void canaryFailed() {
    strikes = 0;
    failedCanaries++;
  }
}
