package dev.kora.memory.tck;

import dev.kora.memory.spi.MemoryProviderPlugin;
import java.io.File;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The classes of the test's class path once more, as in a plugins folder: what a host shares with
 * its plugins is shared, all else is this loader's own.
 */
final class OwnLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of(
          "dev.kora.memory.spi.",
          "dev.kora.memory.host.",
          "org.apache.logging.log4j.",
          "org.slf4j.",
          "org.junit.",
          "org.opentest4j.");

  private final Predicate<String> shared;

  static {
    registerAsParallelCapable();
  }

  private OwnLoader(List<URL> classPath, ClassLoader parent, Predicate<String> shared) {
    super("memory-spi-tck", classPath.toArray(URL[]::new), parent);
    this.shared = shared;
  }

  /** For another copy of this class; {@code more} says what else is shared, by class name. */
  static OwnLoader of(Class<?> type, Predicate<String> more) throws MalformedURLException {
    List<URL> classPath = new ArrayList<>();
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      classPath.add(source.getLocation());
    }
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        classPath.add(Path.of(entry).toUri().toURL());
      }
    }
    return new OwnLoader(
        classPath,
        type.getClassLoader(),
        more.or(name -> SHARED.stream().anyMatch(name::startsWith)));
  }

  /** A plugin of the copied class. */
  MemoryProviderPlugin copy(Class<?> type) throws ReflectiveOperationException {
    return Class.forName(type.getName(), true, this)
        .asSubclass(MemoryProviderPlugin.class)
        .getConstructor()
        .newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (shared.test(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found != null) {
        return found;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve); // the JDK's
      }
    }
  }

  /** Closes it, as a host does, and says how to see that it is collected. */
  Watch letGo() throws IOException {
    close();
    return Watch.of(this);
  }

  /** A loader that should be collected. */
  record Watch(WeakReference<ClassLoader> loader, ReferenceQueue<ClassLoader> collected) {

    private static Watch of(ClassLoader loader) {
      ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
      return new Watch(new WeakReference<>(loader, collected), collected);
    }

    /** Collects garbage until the loader goes or the time is over; says whether it went. */
    boolean isCollected(Duration atMost) throws InterruptedException {
      long start = System.nanoTime();
      boolean gone = false;
      while (!gone && System.nanoTime() - start < atMost.toNanos()) {
        KeptByTheJdk.forgetTheLastRecord(); // each time: idle threads may still meet another
        System.gc();
        gone = collected.remove(100) != null;
      }
      return gone;
    }

    /** The live threads that have it as their context class loader, to say what may hold it. */
    List<String> threads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> loader.refersTo(thread.getContextClassLoader()))
          .map(Thread::getName)
          .sorted()
          .toList();
    }
  }
}
