package dev.kora.memory.sea;

import java.util.stream.Collectors;
import java.util.stream.Stream;
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
   * @throws SeaException that says what went wrong, if anything did
   */
  static void orThrow(String message, @Nullable AutoCloseable... parts) {
    SeaException collected = new SeaException(message);
    close(collected, parts);
    Throwable[] problems = collected.getSuppressed();
    if (problems.length > 0) {
      String all =
          Stream.of(problems)
              .map(e -> e instanceof SeaException ? String.valueOf(e.getMessage()) : e.toString())
              .collect(Collectors.joining("; "));
      throw new SeaException(message + ": " + all, problems[0]);
    }
  }
}
