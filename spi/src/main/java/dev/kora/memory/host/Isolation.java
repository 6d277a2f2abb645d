package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the failures of one provider away from the host and from the other provider: whatever a
 * call throws becomes a notice and the answer that means "nothing", and so does a call that does
 * not come back in time. Passes on {@link MemoryFailClosedException}, which says that the agent
 * must not go on, and throws it if an essential call has no answer.
 */
final class Isolation {
  private final String provider;
  private final ProviderListener listener;
  private final Class<?> plugin;
  private final CallLimits limits;
  private final @Nullable CallThreads threads;

  /**
   * The class, of plugin or provider, is the one whose class loader the calls run with. Without
   * threads they run on their caller's, and the limits are not looked at.
   */
  Isolation(
      String provider,
      ProviderListener listener,
      Class<?> plugin,
      CallLimits limits,
      @Nullable CallThreads threads) {
    this.provider = provider;
    this.listener = listener;
    this.plugin = plugin;
    this.limits = limits;
    this.threads = threads;
  }

  String provider() {
    return provider;
  }

  CallLimits limits() {
    return limits;
  }

  /** A call whose answer must not be null. */
  <T> T call(CallTerms terms, Supplier<@Nullable T> call, T otherwise) {
    return call(terms, call, otherwise, late -> {});
  }

  /** The same, with something to do with an answer that comes when nobody waits any more. */
  <T> T call(
      CallTerms terms,
      Supplier<@Nullable T> call,
      T otherwise,
      Consumer<CompletableFuture<Call.Answer<T>>> late) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      if (threads != null && !terms.ending()) {
        threads.requireRoom();
      }
      T answer = attempt(terms.limit(), call, late);
      if (answer != null) {
        return answer;
      }
      notice(Notice.Level.ERROR, terms.what() + " returned null");
    } catch (MemoryFailClosedException e) {
      throw e;
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      if (terms.essential() && t instanceof NoAnswerException e) {
        throw failClosed(terms, e);
      }
      failed(terms.what() + " failed", t);
    } finally {
      if (interrupted) {
        // A plugin that swallowed the interrupt must not keep the host from stopping.
        Thread.currentThread().interrupt();
      }
    }
    return otherwise;
  }

  /** For a call that has to have an answer and has none. */
  MemoryFailClosedException failClosed(CallTerms terms, NoAnswerException e) {
    FailureLog.debug(provider + ": " + terms.what() + " has no answer", e);
    return new MemoryFailClosedException(
        ("The memory provider %s does not answer %s: %s. Nothing goes on without it, for it may"
                + " hold what the agent must not be without. See that what the provider needs"
                + " answers, or give it more time (CallLimits), then start again.")
            .formatted(provider, terms.what(), e.getMessage()),
        e);
  }

  /** A call that throws what the plugin throws. */
  <T> @Nullable T attempt(
      Duration limit, Supplier<@Nullable T> call, Consumer<CompletableFuture<Call.Answer<T>>> late)
      throws Throwable {
    return threads == null
        ? ContextLoader.during(plugin, call)
        : threads.call(limit, () -> ContextLoader.during(plugin, call), late);
  }

  /** Closing goes on whatever happens, so here nothing at all is passed on. */
  void close(String what, Runnable close) {
    try {
      call(CallTerms.ending(what, limits.close()), done(close), false);
    } catch (MemoryFailClosedException e) {
      failed(what + " failed", e);
    }
  }

  /** Closes what was opened when nobody waited for it any more. */
  <T> Consumer<CompletableFuture<Call.Answer<T>>> closingLate(String what, Consumer<T> close) {
    return late -> {
      var unused =
          late.thenAccept(
              answer -> {
                T opened = answer.value();
                if (opened != null) {
                  close(what, () -> close.accept(opened));
                }
              });
    };
  }

  /** A call without an answer, as one that says when it ended well. */
  static Supplier<@Nullable Boolean> done(Runnable call) {
    return () -> {
      call.run();
      return true;
    };
  }

  /** How many calls have not come back. */
  int givenUp() {
    return threads == null ? 0 : threads.givenUp();
  }

  /** A notice for the user, and the stack trace for whoever looks for it. */
  void failed(String what, Throwable t) {
    notice(Notice.Level.ERROR, what + ": " + Failure.describe(t));
    FailureLog.debug(provider + ": " + what, t);
  }

  void notice(Notice.Level level, String text) {
    try {
      listener.onNotice(new Notice(level, provider + ": " + Failure.oneLine(text)));
    } catch (RuntimeException e) {
      FailureLog.warning("The host's listener failed on a notice", e);
    }
  }
}
