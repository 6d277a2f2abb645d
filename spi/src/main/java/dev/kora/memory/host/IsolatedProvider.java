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

  private IsolatedProvider(Isolation isolation, @Nullable MemoryProvider provider) {
    this.isolation = isolation;
    this.provider = provider;
  }

  static IsolatedProvider builtIn(HostContext host, MemoryProvider provider) {
    return new IsolatedProvider(
        new Isolation(BuiltInMemory.NAME, host.listener(), provider.getClass()), provider);
  }

  static IsolatedProvider opened(
      HostContext host, MemoryProviderPlugin plugin, ProviderConfig config) {
    Class<?> type = plugin.getClass();
    Isolation nameless = new Isolation("external", host.listener(), type);
    Isolation isolation =
        new Isolation(nameless.call("name()", plugin::name, "external"), host.listener(), type);
    @Nullable MemoryProvider provider = null;
    try {
      provider = ContextLoader.during(type, () -> plugin.open(config, host));
      if (provider == null) {
        isolation.notice(Notice.Level.ERROR, "open returned null, so it is left out");
      }
    } catch (MemoryConfigurationException | MemoryFailClosedException e) {
      throw e;
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      isolation.failed("could not be opened and is left out", t);
    }
    return new IsolatedProvider(isolation, provider);
  }

  String name() {
    return isolation.provider();
  }

  /** Empty if the provider fails to open one. */
  Optional<IsolatedSession> openSession(SessionContext context) {
    MemoryProvider open = provider;
    if (open == null) {
      return Optional.empty();
    }
    List<MemorySession> session =
        isolation.call("openSession", () -> List.of(open.openSession(context)), List.of());
    return session.stream().findFirst().map(s -> new IsolatedSession(isolation, s));
  }

  ProviderHealth health() {
    return provider == null
        ? new ProviderHealth.Down("it could not be opened")
        : isolation.call("health", provider::health, new ProviderHealth.Down("health() failed"));
  }

  FlushResult flush(Duration atMost) {
    MemoryProvider open = provider;
    return open == null
        ? FlushResult.nothingLeft()
        : isolation.call("flush", () -> open.flush(atMost), Flushing.unknown(name()));
  }

  void close() {
    if (provider != null) {
      isolation.close("close", provider::close);
    }
  }
}
