package dev.kora.memory.example.run;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import java.util.List;

/** A memory that writes down each call that the host makes, in the file {@code calls.txt}. */
public final class ScribePlugin implements MemoryProviderPlugin {
  /** In which turn its identity is gone: 0 = from the start. */
  static final String CLOSED_IN = "closed_in";

  private static final ConfigField FIELD =
      ConfigField.optional(CLOSED_IN, "The turn in which its identity is gone.");

  /** For {@code ServiceLoader}. */
  public ScribePlugin() {}

  @Override
  public String name() {
    return "scribe";
  }

  @Override
  public int spiVersion() {
    return MemorySpi.VERSION;
  }

  @Override
  public List<ConfigField> configSchema() {
    return List.of(FIELD);
  }

  @Override
  public Availability availability(ProviderConfig config) {
    return new Availability.Available();
  }

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    return new ScribeMemory(host, Integer.parseInt(config.value(FIELD).orElse("1000")));
  }
}
