package dev.kora.memory.isokron.outbox.system;

/** A clock for waiting: it does not jump, and says nothing about the date. */
@FunctionalInterface
public interface OutboxClock {
  /** The machine's. */
  OutboxClock SYSTEM = System::nanoTime;

  /** Nanoseconds since some moment; may overflow, so compare by difference. */
  long nanos();
}
