package dev.kora.memory.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** Two threads that sleep until the other one wakes them: what the machine takes for that. */
final class HandOff implements AutoCloseable {
  private final Thread other = new Thread(this::answer, "benchmark-other");
  private volatile Thread asking = Thread.currentThread();
  private volatile long asked;
  private volatile long answered;
  private volatile boolean ended;

  HandOff() {
    other.setDaemon(true);
    other.start();
  }

  /** Wakes the other and sleeps until it has answered. */
  long ask() {
    asking = Thread.currentThread();
    long number = asked + 1;
    asked = number;
    LockSupport.unpark(other);
    while (answered != number) {
      LockSupport.park(this);
    }
    return number;
  }

  private void answer() {
    while (!ended) {
      while (asked == answered && !ended) {
        LockSupport.park(this);
      }
      answered = asked;
      LockSupport.unpark(asking);
    }
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(other);
  }
}
