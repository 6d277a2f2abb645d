package dev.kora.memory.host;

import dev.kora.memory.spi.Notice;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that come one at a time (rule H4): while one that was given up has not come back, the
 * others are left out, each with a notice.
 */
final class OneAtATime {
  private final Isolation isolation;
  private volatile Hanging hanging =
      new Hanging("nothing", CompletableFuture.completedFuture(null));

  /** What has not come back, and what is done when it has. */
  private record Hanging(String what, CompletableFuture<?> back) {}

  OneAtATime(Isolation isolation) {
    this.isolation = isolation;
  }

  boolean isHanging() {
    return !hanging.back().isDone();
  }

  <T> T call(String what, Duration limit, Supplier<@Nullable T> call, T otherwise) {
    if (isHanging()) {
      isolation.notice(
          Notice.Level.ERROR, what + " is left out: " + hanging.what() + " has not come back");
      return otherwise;
    }
    return isolation.call(what, limit, call, otherwise, late -> hangs(what, late));
  }

  /** Some hooks may be called at the same time, so several may hang. */
  private synchronized void hangs(String what, CompletableFuture<?> back) {
    hanging = new Hanging(what, CompletableFuture.allOf(hanging.back(), back));
  }

  /** The last call: made now, or when all that hangs has come back. */
  void last(Runnable call) {
    Hanging now = hanging;
    if (!now.back().isDone()) {
      var unused = now.back().thenRun(call);
    } else {
      call.run();
    }
  }
}
