package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProviderPlugin;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@link ServiceLoader} for one class at a time. Over a whole class path it loses the names of
 * what it fails on; with one name, every failure is that name's.
 */
final class ServiceLookup {
  private static final int MAX_FAILURES = 100;

  private ServiceLookup() {}

  /** A class and either its provider or what is wrong with it. */
  record Found(
      @Nullable String className,
      ServiceLoader.@Nullable Provider<MemoryProviderPlugin> provider,
      @Nullable String problem) {}

  static Found inServiceFile(String className, ClassLoader loader) {
    @Nullable String problem = null;
    for (Found found : all(new OneServiceLine(className, loader))) {
      ServiceLoader.Provider<MemoryProviderPlugin> provider = found.provider();
      if (provider == null) {
        problem = found.problem();
      } else if (provider.type().getName().equals(className) && mayComeFrom(provider, loader)) {
        return found;
      }
    }
    return new Found(
        className,
        null,
        problem != null ? problem : "is in a named module that does not provide the service");
  }

  /** What named modules provide, which needs no service file. */
  static List<Found> inModules(ClassLoader loader) {
    return all(new OneServiceLine(null, loader));
  }

  private static boolean mayComeFrom(ServiceLoader.Provider<?> provider, ClassLoader loader) {
    return !(loader instanceof PluginClassLoader) || provider.type().getClassLoader() == loader;
  }

  private static List<Found> all(OneServiceLine line) {
    List<Found> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<MemoryProviderPlugin>> providers =
        ServiceLoader.load(MemoryProviderPlugin.class, line).stream().iterator();
    for (int failures = 0; failures < MAX_FAILURES; ) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        ServiceLoader.Provider<MemoryProviderPlugin> provider = providers.next();
        found.add(new Found(provider.type().getName(), provider, null));
      } catch (Throwable t) {
        Failure.rethrowFatal(t);
        failures++;
        FailureLog.debug("A plugin's class cannot be used", t);
        found.add(new Found(null, null, Failure.describe(t)));
      }
    }
    return found;
  }
}
