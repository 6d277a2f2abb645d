package dev.kora.memory.host;

import dev.kora.memory.spi.Notice;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that come one at a time (rule H4): while one that was given up has not come back, the
 * others are left out, with one notice; those that are essential wait for it.
 */
final class OneAtATime {
  private final Isolation isolation;
  private volatile Hanging hanging =
      new Hanging("nothing", CompletableFuture.completedFuture(null));
  private @Nullable Hanging told;

  /** What has not come back, and a future that is done when it has. */
  private record Hanging(String what, CompletableFuture<?> back) {}

  OneAtATime(Isolation isolation) {
    this.isolation = isolation;
  }

  boolean isHanging() {
    return !hanging.back().isDone();
  }

  <T> T call(CallTerms terms, Supplier<@Nullable T> call, T otherwise) {
    Hanging now = hanging;
    if (isBack(now, terms)) {
      return isolation.call(terms, call, otherwise, late -> hangs(terms.what(), late));
    }
    if (terms.essential()) {
      throw isolation.failClosed(terms, new NoAnswerException(now.what() + " has not come back"));
    }
    if (isNews(now)) {
      isolation.notice(
          Notice.Level.ERROR,
          "%s and all that follows is left out until %s has come back"
              .formatted(terms.what(), now.what()));
    }
    return otherwise;
  }

  /** An essential call waits for it, for as long as it may take itself. */
  private static boolean isBack(Hanging now, CallTerms terms) {
    if (terms.essential()) {
      try {
        now.back().get(terms.limit().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException e) {
        // Not back; it never fails.
      }
    }
    return now.back().isDone();
  }

  /** Some hooks may be called at the same time, so several may hang. */
  private synchronized void hangs(String what, CompletableFuture<?> back) {
    hanging = new Hanging(what, CompletableFuture.allOf(hanging.back(), back));
  }

  private synchronized boolean isNews(Hanging now) {
    boolean news = !now.equals(told);
    told = now;
    return news;
  }

  /** The last call: made now, or when all that hangs has come back. */
  void last(Runnable call) {
    Hanging now = hanging;
    if (now.back().isDone()) {
      call.run();
    } else {
      var unused = now.back().thenRun(call);
    }
  }
}
