package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProviderPlugin;
import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** One run over class path and folder. Every failure becomes a rejected candidate. */
final class Discovery {
  private final List<Candidate> found = new ArrayList<>();
  private final List<PluginClassLoader> loaders = new ArrayList<>();
  private final Set<Class<?>> seenClasses = new HashSet<>();
  private final Set<String> seenFiles = new HashSet<>();
  private final Admission admission = new Admission();
  private final CallThreads threads = new CallThreads("discovery");
  private final Duration limit;

  /** The limit is that of a plugin's constructor and of what it says of itself. */
  Discovery(Duration limit) {
    this.limit = limit;
  }

  DiscoveryReport report() {
    threads.close();
    return new DiscoveryReport(found, loaders, limit);
  }

  void classPath(ClassLoader loader) {
    try {
      for (URL file : Collections.list(loader.getResources(ServiceFile.NAME))) {
        serviceFile(file, loader);
      }
    } catch (IOException e) {
      failed(null, "class path", "cannot be searched: ", e);
    }
    for (ServiceLookup.Found module : ServiceLookup.inModules(loader)) {
      lookedUp(module, "module path");
    }
  }

  void folder(Path folder, ClassLoader parent) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.jar")) {
      entries.forEach(jars::add);
    } catch (NoSuchFileException e) {
      reject(null, folder.toString(), "there is no such plugins folder");
    } catch (NotDirectoryException e) {
      reject(null, folder.toString(), "the plugins folder is not a folder");
    } catch (IOException | RuntimeException e) {
      failed(null, folder.toString(), "the plugins folder cannot be read: ", e);
    }
    Collections.sort(jars);
    if (!jars.isEmpty()) {
      ContextLoader.startTheTimer();
    }
    for (Path jar : jars) {
      try {
        jar(jar, parent);
      } catch (ZipException e) {
        reject(null, jar.toString(), "is not a jar: " + Failure.oneLine(e.getMessage() + ""));
      } catch (IOException | RuntimeException e) {
        failed(null, jar.toString(), "cannot be read: ", e);
      }
    }
  }

  private void jar(Path jar, ClassLoader parent) throws IOException {
    if (Files.isDirectory(jar)) {
      reject(null, jar.toString(), "is a folder, not a jar");
      return;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(ServiceFile.NAME) == null) {
        reject(null, jar.toString(), "has no " + ServiceFile.NAME + ", so it is no memory plugin");
        return;
      }
    }
    PluginClassLoader loader = new PluginClassLoader(jar, parent);
    loaders.add(loader);
    for (URL file : Collections.list(loader.findResources(ServiceFile.NAME))) {
      serviceFile(file, loader);
    }
  }

  private void serviceFile(URL url, ClassLoader loader) {
    if (!seenFiles.add(url.toExternalForm())) {
      return;
    }
    String source = Source.ofServiceFile(url);
    List<ServiceFile.Line> lines;
    try {
      lines = ServiceFile.read(url);
    } catch (IOException | RuntimeException e) {
      // A SecurityException, for one, is what reading a signed jar ends in that was changed.
      failed(null, source, ServiceFile.NAME + " cannot be read: ", e);
      return;
    }
    if (lines.isEmpty()) {
      reject(null, source, ServiceFile.NAME + " names no class");
    }
    for (ServiceFile.Line line : lines) {
      if (line.malformed()) {
        reject(
            null,
            source,
            "line %d of %s is malformed: \"%s\""
                .formatted(line.number(), ServiceFile.NAME, Failure.oneLine(line.text())));
      } else {
        lookedUp(ServiceLookup.inServiceFile(line.text(), loader), source);
      }
    }
  }

  private void lookedUp(ServiceLookup.Found lookup, String source) {
    ServiceLoader.@Nullable Provider<MemoryProviderPlugin> provider = lookup.provider();
    if (provider == null) {
      reject(lookup.className(), source, lookup.problem() + "");
      return;
    }
    Class<?> type = provider.type();
    if (!seenClasses.add(type)) {
      return;
    }
    String home = Source.ofClass(type, source);
    try {
      Admission.Answers answers =
          threads.call(
              limit,
              () -> ContextLoader.during(type, () -> Admission.Answers.of(provider.get())),
              late -> {});
      found.add(admission.admit(Objects.requireNonNull(answers), type.getName(), home));
    } catch (NoAnswerException e) {
      failed(type.getName(), home, "its constructor, spiVersion(), name() or version() hangs: ", e);
    } catch (Throwable t) {
      Failure.rethrowFatal(t);
      failed(type.getName(), home, "", t);
    }
  }

  private void failed(@Nullable String className, String source, String what, Throwable t) {
    FailureLog.debug((className == null ? "" : className + " of ") + source + " is rejected", t);
    reject(className, source, what + Failure.describe(t));
  }

  private void reject(@Nullable String className, String source, String reason) {
    found.add(Candidate.rejected(className, source, reason));
  }
}
