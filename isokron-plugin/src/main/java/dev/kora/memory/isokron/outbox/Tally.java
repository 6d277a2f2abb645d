package dev.kora.memory.isokron.outbox;

import java.time.Duration;

/** Running numbers. Guarded by the outbox's lock. */
final class Tally {
  long queued;
  long delivered;
  long retried;
  long parked;
  long refused;
  long bytes;

  OutboxCounters counters(Duration oldestAge) {
    return new OutboxCounters(queued, delivered, retried, parked, refused, oldestAge, bytes);
  }
}
