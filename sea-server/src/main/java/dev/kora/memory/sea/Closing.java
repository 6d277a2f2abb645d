package dev.kora.memory.sea;

import org.jspecify.annotations.Nullable;

/** Closes several things, each of them even if another cannot be. */
final class Closing {
  private Closing() {}

  /** In the order given; what goes wrong is added to the problem. */
  static void close(Throwable problem, @Nullable AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        problem.addSuppressed(e);
      }
    }
  }
}
