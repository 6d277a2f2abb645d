package dev.kora.memory.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs a plugin on a thread in a group of its own. A thread belongs to the group of the one that
 * made it unless somebody wants otherwise, so what is in the group is the plugin's, whatever else
 * runs in this JVM.
 */
final class OwnThreads {
  private final ThreadGroup group = new ThreadGroup("memory-spi-tck");

  /** Runs it on a new thread that has ended when this returns; what it throws comes out. */
  <T> T run(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread caller = new Thread(group, task, "memory-spi-tck-caller");
    caller.start();
    caller.join();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
  }

  boolean isOwn(Thread thread) {
    ThreadGroup its = thread.getThreadGroup();
    return its != null && group.parentOf(its);
  }

  /** The names of the threads that are alive now. */
  List<String> alive() {
    return names(alive(thread -> true));
  }

  /** The names of those that keep a JVM alive, once there are none or the time is over. */
  List<String> keepingAlive(Duration atMost) throws InterruptedException {
    long start = System.nanoTime();
    long left = atMost.toNanos();
    List<Thread> found = alive(thread -> !thread.isDaemon());
    while (!found.isEmpty() && left > 0) {
      TimeUnit.NANOSECONDS.timedJoin(found.get(0), left);
      left = atMost.toNanos() - (System.nanoTime() - start);
      found = alive(thread -> !thread.isDaemon());
    }
    return names(found);
  }

  private List<Thread> alive(Predicate<Thread> which) {
    Thread[] found = new Thread[group.activeCount() + 16];
    int count = group.enumerate(found);
    while (count == found.length) {
      found = new Thread[2 * count];
      count = group.enumerate(found);
    }
    return Arrays.stream(found, 0, count).filter(which).toList();
  }

  private static List<String> names(List<Thread> threads) {
    return threads.stream().map(Thread::getName).sorted().toList();
  }
}
