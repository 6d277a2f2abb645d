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

  /**
   * In the order given.
   *
   * @throws SeaException with this message and what went wrong as suppressed, if anything did
   */
  static void orThrow(String message, @Nullable AutoCloseable... parts) {
    SeaException problem = new SeaException(message);
    close(problem, parts);
    if (problem.getSuppressed().length > 0) {
      throw problem;
    }
  }
}
