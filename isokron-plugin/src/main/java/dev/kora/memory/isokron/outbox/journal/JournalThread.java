package dev.kora.memory.isokron.outbox.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** A thread that runs a step whenever it is woken, and when the step's time comes. */
final class JournalThread {
  private static final Logger LOG = LogManager.getLogger(JournalThread.class);

  private final JournalDrive.Step step;
  private final long spinNanos;
  private final LongSupplier lingerNanos;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean woken;
  private volatile boolean parked;
  private volatile boolean ending;

  /**
   * Makes it.
   *
   * @param spinNanos how long it turns before it sleeps
   * @param lingerNanos how long after it is woken it begins, so that more comes together
   */
  JournalThread(String name, JournalDrive.Step step, long spinNanos, LongSupplier lingerNanos) {
    this.step = step;
    this.spinNanos = spinNanos;
    this.lingerNanos = lingerNanos;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something is to be done. */
  void wake() {
    if (!woken) {
      woken = true;
      if (parked) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** It lingers less now. */
  void hurry() {
    LockSupport.unpark(thread);
  }

  /** Ends it after one more run; false if that takes longer. An interrupt is restored. */
  boolean end(long atMostNanos) {
    ending = true;
    LockSupport.unpark(thread);
    long start = System.nanoTime();
    boolean interrupted = false;
    boolean done = false;
    long left = atMostNanos;
    while (!done && left > 0) {
      try {
        done = ended.await(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = atMostNanos - (System.nanoTime() - start);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }

  private void run() {
    try {
      boolean last;
      do {
        last = ending;
        woken = false;
        long pause = step.run();
        if (!last && pause > 0) {
          rest(pause);
        }
      } while (!last);
    } catch (RuntimeException | Error e) {
      LOG.error("[kora.isokron] the journal has stopped: what comes is in memory only", e);
      throw e;
    } finally {
      ended.countDown();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it only makes room
  private void rest(long pause) {
    long start = System.nanoTime();
    while (!isCalled() && System.nanoTime() - start < spinNanos) {
      Thread.yield();
    }
    parked = true;
    if (!isCalled()) {
      LockSupport.parkNanos(this, pause);
    }
    parked = false;
    if (woken) {
      linger();
    }
  }

  private void linger() {
    long start = System.nanoTime();
    long left = lingerNanos.getAsLong();
    while (left > 0 && !ending) {
      LockSupport.parkNanos(this, left);
      left = lingerNanos.getAsLong() - (System.nanoTime() - start);
    }
  }

  private boolean isCalled() {
    return woken || ending;
  }
}
