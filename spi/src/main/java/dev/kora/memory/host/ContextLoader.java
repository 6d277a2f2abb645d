package dev.kora.memory.host;

import java.util.function.Supplier;

/**
 * Runs plugin code with its own class loader as the thread's context class loader (rule H3).
 * Libraries look there for services and files, and would find the host's instead of those that the
 * plugin's jar brings.
 */
final class ContextLoader {
  private ContextLoader() {}

  static <T> T during(Class<?> plugin, Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.getClassLoader());
    try {
      return call.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
