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
  private final Class<?> plugin;

  /** The class, of plugin or provider, is the one whose class loader the calls run with. */
  Isolation(String provider, ProviderListener listener, Class<?> plugin) {
    this.provider = provider;
    this.listener = listener;
    this.plugin = plugin;
  }

  String provider() {
    return provider;
  }

  /** A call whose answer must not be null. */
  <T> T call(String what, Supplier<@Nullable T> call, T otherwise) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      T answer = ContextLoader.during(plugin, call);
      if (answer != null) {
        return answer;
      }
      notice(Notice.Level.ERROR, what + " returned null");
    } catch (MemoryFailClosedException e) {
      throw e;
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      failed(what + " failed", t);
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
      failed(what + " failed", e);
    }
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
