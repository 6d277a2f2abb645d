package dev.kora.memory.isokron.provider;

import com.google.auto.service.AutoService;
import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import java.util.List;

/** The IsoKron memory provider, as {@code ServiceLoader} finds it. Does no I/O until opened. */
@AutoService(MemoryProviderPlugin.class)
public final class IsokronPlugin implements MemoryProviderPlugin {
  /** For {@code ServiceLoader}. */
  public IsokronPlugin() {}

  @Override
  public String name() {
    return "isokron";
  }

  @Override
  public int spiVersion() {
    return MemorySpi.VERSION;
  }

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public List<ConfigField> configSchema() {
    return ConfigBridge.schema();
  }

  @Override
  public Availability availability(ProviderConfig config) {
    return ConfigBridge.parse(config) instanceof ConfigResult.Invalid invalid
        ? new Availability.Unavailable(String.join("; ", invalid.problems()))
        : new Availability.Available();
  }

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    ConfigResult result = ConfigBridge.parse(config);
    if (result instanceof ConfigResult.Invalid invalid) {
      throw new MemoryConfigurationException(invalid.problems());
    }
    return new IsokronProvider(
        Wiring.wire(((ConfigResult.Valid) result).config(), host, version()));
  }
}
