package dev.kora.memory.host;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A plugin whose sessions a test makes up; it is its own provider. */
class FakeMemory implements MemoryProviderPlugin, MemoryProvider {
  private final String name;
  private final Supplier<MemorySession> sessions;
  int closed;

  FakeMemory(String name, Supplier<MemorySession> sessions) {
    this.name = name;
    this.sessions = sessions;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int spiVersion() {
    return MemorySpi.VERSION;
  }

  @Override
  public List<ConfigField> configSchema() {
    return List.of();
  }

  @Override
  public Availability availability(ProviderConfig config) {
    return new Availability.Available();
  }

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    return this;
  }

  @Override
  public MemorySession openSession(SessionContext session) {
    return sessions.get();
  }

  @Override
  public ProviderHealth health() {
    return new ProviderHealth.Up();
  }

  @Override
  public FlushResult flush(Duration atMost) {
    return new FlushResult(2, name + " holds two");
  }

  @Override
  public void close() {
    closed++;
  }
}
