package dev.kora.memory.isokron.outbox.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** A thread that runs a step whenever it is woken, and when the step's time comes. */
final class JournalThread {
  private static final Logger LOG = LogManager.getLogger(JournalThread.class);

  private final JournalDrive.Step step;
  private final long spinNanos;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean woken;
  private volatile boolean urgent;
  private volatile boolean parked;
  private volatile boolean ending;

  /**
   * Makes it.
   *
   * @param spinNanos how long it turns before it sleeps
   */
  JournalThread(String name, JournalDrive.Step step, long spinNanos) {
    this.step = step;
    this.spinNanos = spinNanos;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something is to be done at once. */
  void wake() {
    if (!urgent) {
      urgent = true;
      callIn();
    }
  }

  /** Something is to be done within {@link JournalDrive#SOON_NANOS}, with what comes until then. */
  void wakeSoon() {
    if (!woken) {
      woken = true;
      callIn();
    }
  }

  /** What is to be done soon is to be done at once; nothing if there is nothing. */
  void hurry() {
    if (woken) {
      wake();
    }
  }

  private void callIn() {
    if (parked) {
      LockSupport.unpark(thread);
    }
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
        urgent = false;
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
    while (!isCalled() && !woken && System.nanoTime() - start < spinNanos) {
      Thread.yield();
    }
    parked = true;
    if (!isCalled() && !woken) {
      LockSupport.parkNanos(this, pause);
    }
    if (woken) {
      linger();
    }
    parked = false;
  }

  private void linger() {
    long start = System.nanoTime();
    long left = JournalDrive.SOON_NANOS;
    while (left > 0 && !isCalled()) {
      LockSupport.parkNanos(this, left);
      left = JournalDrive.SOON_NANOS - (System.nanoTime() - start);
    }
  }

  private boolean isCalled() {
    return urgent || ending;
  }
}
