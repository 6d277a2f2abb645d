package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;

/** Delivers the records of one tool. Called on the outbox's threads, one call per workspace. */
@FunctionalInterface
public interface Courier {
  /** Tries once, within the client's time limit. */
  Verdict deliver(OutboxRecord message);
}
