package dev.kora.memory.isokron.outbox.journal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal's two threads. Nobody interrupts them. Who waits turns for a moment before it parks:
 * that costs more than a write. It yields at each turn, so that on a busy machine it does not take
 * the processor from the one that it waits for.
 */
final class JournalThreads implements JournalDrive {
  private static final long WRITER_SPIN = TimeUnit.MICROSECONDS.toNanos(30);
  private static final long CALLER_SPIN = TimeUnit.MICROSECONDS.toNanos(100);

  // One caller at a time: more would take the processors from the writer.
  private final AtomicBoolean spinning = new AtomicBoolean();
  private final AtomicInteger syncWaiters = new AtomicInteger();
  private @Nullable JournalThread writer;
  private @Nullable JournalThread syncer;

  @Override
  public void start(Step write, Step sync) {
    syncer = new JournalThread("isokron-journal-syncer", sync, 0);
    writer = new JournalThread("isokron-journal-writer", write, WRITER_SPIN);
    syncer.start(); // each may wake the other: both are there
    writer.start();
  }

  @Override
  public void wakeWriter() {
    if (writer != null) {
      writer.wake();
    }
  }

  @Override
  public void wakeWriterSoon() {
    if (writer != null) {
      writer.wakeSoon();
    }
  }

  // A sync takes processors too, from the very turn whose events it is for: one for all of them.
  @Override
  public void wakeSyncer() {
    if (syncer != null) {
      syncer.wakeSoon();
      if (syncWaiters.get() > 0) {
        syncer.hurry();
      }
    }
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it only makes room
  public boolean await(BooleanSupplier condition, long atMostNanos) {
    long start = System.nanoTime();
    if (spinning.compareAndSet(false, true)) {
      try {
        long spin = Math.min(atMostNanos, CALLER_SPIN);
        while (!condition.getAsBoolean() && System.nanoTime() - start < spin) {
          Thread.yield();
        }
      } finally {
        spinning.set(false);
      }
    }
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      long left = atMostNanos - (System.nanoTime() - start);
      if (left <= 0) {
        break;
      }
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return condition.getAsBoolean();
  }

  @Override
  public boolean awaitSync(BooleanSupplier condition, long atMostNanos) {
    if (syncWaiters.getAndIncrement() == 0 && syncer != null) {
      syncer.hurry();
    }
    try {
      return await(condition, atMostNanos);
    } finally {
      syncWaiters.decrementAndGet();
    }
  }

  @Override
  public boolean stop(long atMostNanos) {
    long start = System.nanoTime();
    // The syncer last: it syncs what the writer still wrote.
    boolean ended = writer == null || writer.end(atMostNanos);
    long left = Math.max(1, atMostNanos - (System.nanoTime() - start));
    return (syncer == null || syncer.end(left)) && ended;
  }
}
