package dev.kora.memory.sea.http;

import java.util.concurrent.Callable;
import org.opentest4j.AssertionFailedError;

/** Waits for what another thread or process does. */
final class Waiting {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Waiting() {}

  static void until(String name, Callable<Boolean> promise) throws Exception {
    long start = System.nanoTime();
    while (!promise.call()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionFailedError("not in a minute: " + name);
      }
      Thread.sleep(5);
    }
  }
}
