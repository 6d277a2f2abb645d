package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.util.Map;

/** The plugin as its parts are wired, for tests that emit events of their own. */
public final class WiredHost implements AutoCloseable {
  private final Wiring parts;
  private final MemoryProvider provider;

  private WiredHost(Wiring parts) {
    this.parts = parts;
    this.provider = new IsokronProvider(parts);
  }

  /** Opens it as the plugin does, with the environment that this process has. */
  public static WiredHost open(Map<String, String> settings, Path data) {
    ConfigResult result = ConfigBridge.parse(ProviderConfig.of(settings));
    if (result instanceof ConfigResult.Valid valid) {
      return new WiredHost(Wiring.wire(valid.config(), new TestHost(data), "test"));
    }
    throw new IllegalArgumentException(result.toString());
  }

  /** The one door to the chain. */
  public ChainEventEmitter emitter() {
    return parts.emitter();
  }

  /** What stands behind it. */
  public Outbox outbox() {
    return parts.outbox();
  }

  Wiring parts() {
    return parts;
  }

  MemoryProvider provider() {
    return provider;
  }

  MemorySession session(SessionContext context) {
    return provider.openSession(context);
  }

  @Override
  public void close() {
    provider.close();
  }
}
