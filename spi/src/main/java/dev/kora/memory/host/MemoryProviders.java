package dev.kora.memory.host;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Finds memory plugins.
 *
 * <p>Loading is {@link java.util.ServiceLoader}'s, one plugin at a time, so that nothing that is
 * wrong with one hides another. Constructors of plugins run on a daemon thread, with the plugin's
 * class loader as its context class loader; one that takes longer than ten seconds is rejected.
 */
public final class MemoryProviders {
  private MemoryProviders() {}

  /**
   * Looks at what a class loader can see: service files on the class path, and modules that provide
   * the service.
   *
   * @param loader usually the host's own
   * @return every candidate; never an exception for what is wrong with one
   */
  public static DiscoveryReport discover(ClassLoader loader) {
    Discovery discovery = new Discovery(CallLimits.DEFAULT.hook());
    discovery.classPath(Objects.requireNonNull(loader, "loader"));
    return discovery.report();
  }

  /**
   * Looks at what a class loader can see, then at every {@code *.jar} of a folder. Each jar has a
   * class loader of its own, which shares with the parent nothing but the SPI, the JDK and the
   * logging APIs (Log4j's and SLF4J's), neither classes nor files; so two plugins may bring two
   * versions of the same library. Only Log4j's configuration files are shared as well.
   *
   * @param loader usually the host's own; parent of the jars' loaders
   * @param pluginsDir the folder; one that is missing or cannot be read is a rejected candidate
   * @return every candidate; close it at the end
   */
  public static DiscoveryReport discover(ClassLoader loader, Path pluginsDir) {
    Discovery discovery = new Discovery(CallLimits.DEFAULT.hook());
    discovery.classPath(Objects.requireNonNull(loader, "loader"));
    discovery.folder(pluginsDir, loader);
    return discovery.report();
  }
}
