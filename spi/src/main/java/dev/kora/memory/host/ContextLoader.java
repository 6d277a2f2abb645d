package dev.kora.memory.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs plugin code with its own class loader as the thread's context class loader (rule H3).
 * Libraries look there for services and files, and would find the host's instead of those that the
 * plugin's jar brings.
 */
final class ContextLoader {
  private ContextLoader() {}

  static <T> T during(Class<?> plugin, Supplier<T> call) {
    return during(plugin.getClassLoader(), call);
  }

  private static <T> T during(@Nullable ClassLoader loader, Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Starts the JDK's timer, the one behind {@link CompletableFuture#orTimeout}, unless it runs. Its
   * thread never ends and keeps the context class loader of whoever needs it first. If that is a
   * plugin, its jar can never be unloaded.
   */
  static void startTheTimer() {
    var unused =
        during(
            ClassLoader.getSystemClassLoader(),
            () -> new CompletableFuture<>().completeOnTimeout(true, 0, TimeUnit.NANOSECONDS));
  }
}
