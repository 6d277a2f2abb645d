package dev.kora.memory.isokron.outbox;

/** Running numbers. Guarded by the outbox's lock. */
final class Tally {
  long queued;
  long delivered;
  long retried;
  long refused;

  /** What is in memory, in bytes. */
  long inMemory;

  /** What is on the disk only, in bytes; roughly. */
  long onDisk;
}
