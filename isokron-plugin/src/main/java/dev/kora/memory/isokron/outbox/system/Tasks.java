package dev.kora.memory.isokron.outbox.system;

/** Threads that do things later. */
public interface Tasks extends AutoCloseable {
  /** Runs a task after a delay, zero for at once; ignored after {@link #close()}. */
  Scheduled schedule(Runnable task, long delayNanos);

  /** Ends the threads; a task under way is interrupted and given two seconds. */
  @Override
  void close();

  /** A task to come. */
  interface Scheduled {
    /** Drops it, unless it runs already. */
    void cancel();
  }
}
