package dev.kora.memory.isokron.provider;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for reads. What does not fit is not read. */
final class BackgroundThreads {
  /** Six kinds of reads, one of each under way for each of the workspaces that caches keep. */
  private static final int MAX_WAITING = 6 * 256;

  private BackgroundThreads() {}

  static ExecutorService start(String name, int count) {
    AtomicInteger numbers = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, name + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Interrupts what runs, and cancels what has not begun, so that nobody waits for it. */
  static void cancel(ExecutorService threads) {
    for (Runnable task : threads.shutdownNow()) {
      if (task instanceof Future<?> waiting) {
        waiting.cancel(false);
      }
    }
  }

  /** Waits a moment for what runs. */
  static void stop(ExecutorService threads) {
    boolean interrupted = Thread.interrupted();
    try {
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
