package dev.kora.memory.isokron.outbox;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bounded pool of senders: so many workspaces can be slow before others wait. */
final class SenderThreads {
  static final int COUNT = 4;
  private static final AtomicInteger NAMES = new AtomicInteger();

  private SenderThreads() {}

  static ScheduledThreadPoolExecutor start() {
    ScheduledThreadPoolExecutor senders =
        new ScheduledThreadPoolExecutor(
            COUNT,
            task -> {
              Thread thread = new Thread(task, "isokron-sender-" + NAMES.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    senders.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    senders.setRemoveOnCancelPolicy(true);
    return senders;
  }

  /** Ends the senders; a delivery under way is interrupted. */
  static void stop(ScheduledThreadPoolExecutor senders) {
    senders.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      senders.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
