package dev.kora.memory.isokron.outbox.system;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks on a bounded pool of daemon threads. */
public final class PooledTasks implements Tasks {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final ScheduledThreadPoolExecutor threads;

  /**
   * Starts a pool; the threads are named {@code <name>-<number>}. All are there from now on: nobody
   * who schedules something can fail because the system has no thread left.
   */
  public PooledTasks(String name, int count) {
    threads =
        new ScheduledThreadPoolExecutor(
            count,
            task -> {
              Thread thread = new Thread(task, name + "-" + NUMBERS.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    threads.setRemoveOnCancelPolicy(true);
    threads.prestartAllCoreThreads();
  }

  @Override
  public Scheduled schedule(Runnable task, long delayNanos) {
    try {
      Future<?> future = threads.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
