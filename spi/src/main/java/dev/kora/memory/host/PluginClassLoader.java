package dev.kora.memory.host;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin jar. The jar's own come first; the parent gives the SPI, which both
 * sides must agree on, and the logging APIs, so that the plugin's lines go where the host's go. All
 * else of the host is invisible, files too: a library in the plugin must not find the host's {@code
 * application.properties} or database migrations. The JDK comes from the platform loader.
 */
final class PluginClassLoader extends URLClassLoader {
  private static final String SPI = "dev.kora.memory.spi.";
  private static final String LOG4J = "org.apache.logging.log4j.";
  private static final String LOG4J_CORE = "org.apache.logging.log4j.core.";
  private static final String SLF4J = "org.slf4j.";
  private static final String SERVICES = "META-INF/services/";
  private static final String LOG4J_CONFIG = "log4j2";

  /** How many providers of the jar are open. */
  final AtomicInteger providers = new AtomicInteger();

  private final ClassLoader parent;

  static {
    registerAsParallelCapable();
  }

  PluginClassLoader(Path jar, ClassLoader parent) throws MalformedURLException {
    super("plugin " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, getPlatformClassLoader());
    this.parent = parent;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isSpi(name)) {
      return parent.loadClass(name);
    }
    if (isLoggingApi(name)) {
      try {
        return parent.loadClass(name);
      } catch (ClassNotFoundException e) {
        // A host without this logging API: the plugin uses the copy it brings, if any.
        return super.loadClass(name, resolve);
      }
    }
    // The JDK first, so that a jar that brings javax.sql or such cannot replace it; then the jar.
    return super.loadClass(name, resolve);
  }

  private static boolean isSpi(String name) {
    return name.startsWith(SPI);
  }

  private static boolean isLoggingApi(String name) {
    return (name.startsWith(LOG4J) && !name.startsWith(LOG4J_CORE)) || name.startsWith(SLF4J);
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    if (own != null) {
      return own;
    }
    URL jdk = getPlatformClassLoader().getResource(name);
    return jdk != null || !sharesResource(name) ? jdk : parent.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    ClassLoader next = sharesResource(name) ? parent : getPlatformClassLoader();
    all.addAll(Collections.list(next.getResources(name)));
    return Collections.enumeration(all);
  }

  /**
   * The files of the shared packages, the services of the logging APIs, and Log4j's configuration:
   * Log4j keeps a context for each class loader and looks for its configuration there. The host's
   * list of memory plugins is not among them.
   */
  private static boolean sharesResource(String name) {
    if (name.startsWith(SERVICES)) {
      return isLoggingApi(name.substring(SERVICES.length()));
    }
    String inPackage = name.replace('/', '.');
    return isSpi(inPackage)
        || isLoggingApi(inPackage)
        || (name.startsWith(LOG4J_CONFIG) && name.indexOf('/') < 0);
  }
}
