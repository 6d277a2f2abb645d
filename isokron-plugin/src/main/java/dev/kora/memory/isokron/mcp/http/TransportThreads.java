package dev.kora.memory.isokron.mcp.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which answers are read, and messages sent that nobody waits for. Never refuses a
 * task, also after the last user has gone: an HTTP client that cannot be closed may be used again.
 */
final class TransportThreads implements Executor {
  private static final long IDLE_SECONDS = 30;

  private int users;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** For one more user: idle threads wait for more to do. */
  synchronized void keep() {
    users++;
    pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  }

  /** After the last user: ends the idle threads now, the others with their tasks, and says so. */
  synchronized boolean letGo() {
    if (--users > 0) {
      return false;
    }
    pool.setKeepAliveTime(0, TimeUnit.SECONDS);
    return true;
  }

  /** Waits until the threads are gone; not for the calling one, and not longer than this. */
  void join(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = Thread.interrupted();
    long left = millis;
    // One thread after the other: the last thing that one does may be to start another.
    for (Thread thread = running(); thread != null && left > 0; thread = running()) {
      try {
        thread.join(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Thread running() {
    for (Thread thread : threads) {
      if (thread != Thread.currentThread() && thread.getState() != Thread.State.TERMINATED) {
        return thread;
      }
    }
    return null;
  }

  private Thread thread(Runnable work) {
    threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
    Thread thread = new Thread(work, "isokron-mcp-" + count.incrementAndGet());
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }
}
