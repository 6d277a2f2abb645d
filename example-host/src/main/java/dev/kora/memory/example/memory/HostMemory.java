package dev.kora.memory.example.memory;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.host.BuiltInMemory;
import dev.kora.memory.host.Choice;
import dev.kora.memory.host.DiscoveryReport;
import dev.kora.memory.host.MemoryManager;
import dev.kora.memory.host.MemoryProviders;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The host's memory, open: the chosen provider under a manager, beside the host's own files. */
public final class HostMemory implements AutoCloseable {
  private final Choice.Chosen chosen;
  private final MemoryManager manager;

  private HostMemory(Choice.Chosen chosen, MemoryManager manager) {
    this.chosen = chosen;
    this.manager = manager;
  }

  /** Finds every candidate on the class path and, if one is configured, in the plugins folder. */
  public static DiscoveryReport discover(HostConfig config) {
    ClassLoader loader = HostMemory.class.getClassLoader();
    Path plugins = config.pluginsDir();
    return plugins == null
        ? MemoryProviders.discover(loader)
        : MemoryProviders.discover(loader, plugins);
  }

  /**
   * Discovers, chooses and opens.
   *
   * @throws ProviderNotChosenException if there is not exactly one that fits
   * @throws dev.kora.memory.spi.MemoryConfigurationException if its configuration is wrong
   */
  public static HostMemory open(HostConfig config, ProviderListener listener)
      throws IOException, ProviderNotChosenException {
    Map<String, ProviderConfig> settings = new LinkedHashMap<>();
    config.entries().forEach((name, values) -> settings.put(name, ProviderConfig.of(values)));
    DiscoveryReport found = discover(config);
    Choice choice = found.choose(config.provider(), settings);
    if (choice instanceof Choice.NotChosen none) {
      found.close();
      throw new ProviderNotChosenException(none.message());
    }
    Choice.Chosen chosen = (Choice.Chosen) choice;
    try {
      Files.createDirectories(config.dataDir());
      MemoryManager manager =
          MemoryManager.open(
              new ExampleHostContext(config.dataDir(), listener),
              BuiltInMemory.in(config.dataDir()),
              chosen);
      return new HostMemory(chosen, manager);
    } catch (IOException | RuntimeException e) {
      found.close();
      throw e;
    }
  }

  /** Every candidate, with the chosen one marked. */
  public DiscoveryReport report() {
    return chosen.report();
  }

  /** The name of the chosen provider. */
  public String providerName() {
    return chosen.plugin().name();
  }

  /** The manager to open sessions with. */
  public MemoryManager manager() {
    return manager;
  }

  /** Closes the provider, then the class loaders of the plugins folder. */
  @Override
  public void close() throws IOException {
    manager.close();
    chosen.report().close();
  }
}
