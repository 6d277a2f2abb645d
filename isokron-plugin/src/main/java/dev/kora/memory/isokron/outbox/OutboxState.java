package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import java.util.concurrent.locks.ReentrantLock;

/** What the parts of one outbox share. The lock is never held while anything waits. */
record OutboxState(
    ReentrantLock lock,
    Lanes lanes,
    Gates gates,
    Journal journal,
    OutboxClock clock,
    Backoff backoff) {

  static OutboxState of(Journal journal, OutboxClock clock, Backoff backoff) {
    return new OutboxState(
        new ReentrantLock(), new Lanes(backoff), new Gates(backoff), journal, clock, backoff);
  }
}
