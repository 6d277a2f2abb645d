package dev.kora.memory.host;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the threads that a plugin has left running. Only those of a plugin from a folder can be
 * told from the host's: they have its class loader.
 */
final class LeftThreads {
  /** For threads that were told to end when the provider was closed. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * The JDK starts these for whoever needs them first, with that one's class loader. They serve the
   * whole process, or end when they are garbage.
   */
  private static final List<String> JDKS = List.of("ForkJoinPool.commonPool", "HttpClient-");

  private final @Nullable ClassLoader loader;

  /** To be made for each opened provider, and asked once, when it is closed. */
  LeftThreads(Class<?> plugin) {
    this.loader = plugin.getClassLoader();
    if (loader instanceof PluginClassLoader own) {
      own.providers.incrementAndGet();
    }
  }

  /** Their names, unless another provider of the same jar is open: they may be that one's. */
  List<String> afterClose() {
    if (!(loader instanceof PluginClassLoader own) || own.providers.decrementAndGet() > 0) {
      return List.of();
    }
    List<Thread> left = Thread.getAllStackTraces().keySet().stream().filter(this::isLeft).toList();
    long end = System.nanoTime() + PATIENCE_NANOS;
    try {
      for (Thread thread : left) {
        TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left.stream().filter(Thread::isAlive).map(LeftThreads::describe).sorted().toList();
  }

  /** A call that hangs has been told already. */
  private boolean isLeft(Thread thread) {
    boolean plugins =
        thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
    return plugins
        && !(thread instanceof CallThreads.Worker)
        && JDKS.stream().noneMatch(name -> thread.getName().startsWith(name));
  }

  private static String describe(Thread thread) {
    return thread.getName()
        + (thread.isDaemon() ? " (a daemon)" : " (no daemon: the process does not end by itself)");
  }
}
