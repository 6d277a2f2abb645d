package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider behind its isolation. A plugin that could not be opened has none, and shows as down.
 */
final class IsolatedProvider {
  private final Isolation isolation;
  private final @Nullable MemoryProvider provider;
  private final @Nullable CallThreads threads;
  private final OneAtATime healthCalls;
  private final HealthWatch watch;
  private final LeftThreads left;
  private volatile boolean closed;

  private IsolatedProvider(
      Isolation isolation,
      HostContext host,
      @Nullable MemoryProvider provider,
      @Nullable CallThreads threads,
      LeftThreads left) {
    this.isolation = isolation;
    this.provider = provider;
    this.threads = threads;
    this.healthCalls = new OneAtATime(isolation);
    this.watch = new HealthWatch(isolation, host.clock());
    this.left = left;
  }

  /** The host's own memory runs on the host's own threads. */
  static IsolatedProvider builtIn(HostContext host, MemoryProvider provider) {
    return new IsolatedProvider(
        new Isolation(
            BuiltInMemory.NAME, host.listener(), provider.getClass(), CallLimits.DEFAULT, null),
        host,
        provider,
        null,
        new LeftThreads(provider.getClass()));
  }

  static IsolatedProvider opened(
      HostContext host, MemoryProviderPlugin plugin, ProviderConfig config, CallLimits limits) {
    Class<?> type = plugin.getClass();
    CallThreads threads = new CallThreads(type.getName());
    Isolation nameless = new Isolation("external", host.listener(), type, limits, threads);
    String name =
        nameless.call(CallTerms.optional("name()", limits.hook()), plugin::name, "external");
    Isolation isolation = new Isolation(name, host.listener(), type, limits, threads);
    @Nullable MemoryProvider provider = null;
    try {
      provider =
          isolation.attempt(
              limits.open(),
              () -> plugin.open(config, host),
              isolation.<MemoryProvider>closingLate(
                  "close of what was opened too late", MemoryProvider::close));
      if (provider == null) {
        isolation.notice(Notice.Level.ERROR, "open returned null, so it is left out");
      }
    } catch (MemoryConfigurationException | MemoryFailClosedException e) {
      threads.close();
      throw e;
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      isolation.failed("could not be opened and is left out", t);
    }
    return new IsolatedProvider(isolation, host, provider, threads, new LeftThreads(type));
  }

  String name() {
    return isolation.provider();
  }

  /**
   * Empty if the provider fails to open one. One that is not opened in time is essential: nobody
   * could tell a conversation without it from one that has nothing to say.
   */
  Optional<IsolatedSession> openSession(SessionContext context) {
    MemoryProvider open = provider;
    if (open == null) {
      return Optional.empty();
    }
    List<MemorySession> session =
        isolation.call(
            CallTerms.essential("openSession", isolation.limits().open()),
            () -> List.of(open.openSession(context)),
            List.of(),
            isolation.<List<MemorySession>>closingLate(
                "close of a session that was opened too late",
                late -> late.forEach(MemorySession::close)));
    return session.stream().findFirst().map(s -> new IsolatedSession(isolation, s, this::health));
  }

  /** The user hears of a change, but not of what a notice has told: that it is not open. */
  ProviderHealth health() {
    MemoryProvider open = provider;
    if (open == null) {
      return new ProviderHealth.Down("it could not be opened");
    }
    ProviderHealth health = healthOf(open);
    if (!closed) {
      watch.saw(health);
    }
    return health;
  }

  /** A provider that says it is well is not, while calls of it hang. */
  private ProviderHealth healthOf(MemoryProvider open) {
    if (healthCalls.isHanging()) {
      return new ProviderHealth.Down("health() has not come back");
    }
    ProviderHealth health =
        healthCalls.call(
            CallTerms.optional("health", isolation.limits().hook()),
            () -> asked(open),
            new ProviderHealth.Down("health() does not answer"));
    int away = isolation.givenUp();
    return health instanceof ProviderHealth.Up && away > 0
        ? new ProviderHealth.Degraded("calls that have not come back: " + away)
        : health;
  }

  /** One that fails is down, which is told once, and not whenever somebody asks. */
  private ProviderHealth asked(MemoryProvider open) {
    try {
      @Nullable ProviderHealth health = open.health();
      return health == null ? new ProviderHealth.Down("health() returned null") : health;
    } catch (MemoryFailClosedException e) {
      throw e;
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      FailureLog.debug(name() + ": health failed", t);
      return new ProviderHealth.Down("health() failed: " + Failure.describe(t));
    }
  }

  FlushResult flush(Duration atMost) {
    MemoryProvider open = provider;
    return open == null
        ? FlushResult.nothingLeft()
        : isolation.call(
            CallTerms.optional("flush", isolation.limits().flush(atMost)),
            () -> open.flush(atMost),
            Flushing.unknown(name()));
  }

  void close() {
    closed = true;
    if (provider != null) {
      isolation.close("close", provider::close);
    }
    if (threads != null) {
      threads.close();
    }
    List<String> running = left.afterClose();
    if (!running.isEmpty()) {
      isolation.notice(
          Notice.Level.WARNING, "has left threads running: " + String.join(", ", running));
    }
  }
}
