package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends in an unchecked exception, not in an IOException. */
@Timeout(120)
class AJarThatCannotBeReadHidesNoOtherTest {
  @TempDir Path folder;
  @TempDir Path work;

  @Test
  void aSignedJarThatWasChangedInAFolder() throws Exception {
    threeJars();
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      check(report);
    }
  }

  @Test
  void aSignedJarThatWasChangedOnTheClassPath() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (Path jar : threeJars()) {
      classPath.add(jar.toUri().toURL());
    }
    try (URLClassLoader loader =
            new URLClassLoader(classPath.toArray(URL[]::new), getClass().getClassLoader());
        DiscoveryReport report = MemoryProviders.discover(loader)) {
      check(report);
    }
  }

  @Test
  void aFolderThatIsNoPlaceForJars() throws Exception {
    Path alpha = PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    URI zip = URI.create("jar:" + work.resolve("plugins.zip").toUri());
    try (FileSystem packed = FileSystems.newFileSystem(zip, Map.of("create", "true"));
        URLClassLoader loader =
            new URLClassLoader(new URL[] {alpha.toUri().toURL()}, getClass().getClassLoader())) {
      Path plugins = Files.createDirectory(packed.getPath("/plugins"));
      Files.copy(alpha, plugins.resolve("b.jar"));
      Files.copy(alpha, plugins.resolve("c.jar"));
      try (DiscoveryReport report = MemoryProviders.discover(loader, plugins)) {
        assertEquals(List.of("available", "rejected", "rejected"), states(report));
        assertEquals("/plugins/c.jar", report.candidates().get(2).source());
        String reason = report.candidates().get(2).reason() + "";
        assertTrue(reason.startsWith("cannot be read: UnsupportedOperationException"), reason);
      }
    }
  }

  private List<Path> threeJars() throws Exception {
    Path signed = PluginJar.plugin("m").writeTo(work.resolve("signed.jar"));
    Path keys = work.resolve("keys");
    String options = "-alias k -keyalg EC -dname CN=m -storepass changeit -keystore";
    run("keytool", "-genkeypair " + options, keys);
    run("jarsigner", "-storepass changeit -keystore", keys, signed, Path.of("k"));
    return List.of(
        PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar")),
        changed(signed, folder.resolve("m.jar")),
        PluginJar.plugin("zeta").writeTo(folder.resolve("z.jar")));
  }

  private static void run(String tool, String options, Path... files) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(options.split(" ", -1)));
    for (Path file : files) {
      command.add(file.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /** The same jar with one line more in its service file. */
  private static Path changed(Path signed, Path changed) throws IOException {
    try (ZipFile from = new ZipFile(signed.toFile());
        OutputStream out = Files.newOutputStream(changed);
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream content = from.getInputStream(entry)) {
          content.transferTo(to);
        }
        if (entry.getName().equals(ServiceFile.NAME)) {
          to.write("\nevil.Plugin\n".getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return changed;
  }

  private static List<String> states(DiscoveryReport report) {
    return report.candidates().stream().map(found -> found.state().label()).toList();
  }

  private void check(DiscoveryReport report) {
    assertEquals(List.of("available", "rejected", "available"), states(report));
    Candidate rejected = report.candidates().get(1);
    assertEquals(folder.resolve("m.jar").toString(), rejected.source());
    String reason = rejected.reason() + "";
    assertTrue(reason.startsWith(ServiceFile.NAME + " cannot be read: SecurityException"), reason);
  }
}
