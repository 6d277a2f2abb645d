package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the failures of one provider away from the host and from the other provider: whatever a
 * call throws becomes a notice and the answer that means "nothing". Passes on {@link
 * MemoryFailClosedException}, which says that the agent must not go on.
 */
final class Isolation {
  private final String provider;
  private final ProviderListener listener;

  Isolation(String provider, ProviderListener listener) {
    this.provider = provider;
    this.listener = listener;
  }

  String provider() {
    return provider;
  }

  /** A call whose answer must not be null. */
  <T> T call(String what, Supplier<@Nullable T> call, T otherwise) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      T answer = call.get();
      if (answer != null) {
        return answer;
      }
      notice(Notice.Level.ERROR, what + " returned null");
    } catch (MemoryFailClosedException e) {
      throw e;
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      notice(Notice.Level.ERROR, what + " failed: " + Failure.describe(t));
    } finally {
      if (interrupted) {
        // A plugin that swallowed the interrupt must not keep the host from stopping.
        Thread.currentThread().interrupt();
      }
    }
    return otherwise;
  }

  /**
   * A call without an answer.
   *
   * @return whether it ended well
   */
  boolean run(String what, Runnable call) {
    return call(
        what,
        () -> {
          call.run();
          return true;
        },
        false);
  }

  /** Closing goes on whatever happens, so here nothing at all is passed on. */
  void close(String what, Runnable close) {
    try {
      run(what, close);
    } catch (MemoryFailClosedException e) {
      notice(Notice.Level.ERROR, what + " failed: " + Failure.describe(e));
    }
  }

  void notice(Notice.Level level, String text) {
    try {
      listener.onNotice(new Notice(level, provider + ": " + Failure.oneLine(text)));
    } catch (RuntimeException e) {
      System.getLogger(Isolation.class.getName())
          .log(System.Logger.Level.WARNING, "The host's listener failed on a notice", e);
    }
  }
}
