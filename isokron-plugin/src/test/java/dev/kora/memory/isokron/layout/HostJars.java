package dev.kora.memory.isokron.layout;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Packs the hosts of this package as hosts are packed. */
final class HostJars {
  private static final String SERVICES = "META-INF/services/";

  private HostJars() {}

  /** The jar or folder that a class of this test's class path comes from. */
  static Path homeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jars of a folder, by name. */
  static List<Path> jarsOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** A class path or module path. */
  static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** A plain jar of the hosts' classes. */
  static Path host(Path jar) throws IOException {
    return zip(jar, hostClasses());
  }

  /** The same as a module that requires the SPI and, to hear log lines, java.logging alone. */
  static Path module(Path jar, Path spi) throws IOException {
    Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "module");
    Path source =
        Files.writeString(
            folder.resolve("module-info.java"),
            """
            module layout.host {
              requires dev.kora.memory.spi;
              requires java.logging;
              requires static java.sql;
            }
            """);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-p", spi.toString(), "-d", folder.toString(), "--release", "17", "-proc:none");
      if (!compiler
          .getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
          .call()) {
        throw new IllegalStateException("The host's descriptor does not compile: " + problems);
      }
    }
    Map<String, byte[]> entries = hostClasses();
    entries.put("module-info.class", Files.readAllBytes(folder.resolve("module-info.class")));
    return zip(jar, entries);
  }

  /** All in one, as the shade plugin does: of two files the first, of service files all lines. */
  static Path fat(Path jar, Class<?> main, List<Path> parts) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    // What a host with Log4j writes there; the manifests of the parts are lost.
    entries.put(JarFile.MANIFEST_NAME, manifest(main.getName(), "Multi-Release: true"));
    hostClasses().forEach(entries::putIfAbsent);
    for (Path part : parts) {
      read(part)
          .forEach(
              (name, bytes) ->
                  entries.merge(
                      name,
                      bytes,
                      (old, more) -> name.startsWith(SERVICES) ? lines(old, more) : old));
    }
    return zip(jar, entries);
  }

  /** All jars in one, as Spring Boot's plugin does, with Boot's loader in front. */
  static Path boot(Path jar, Class<?> main, Path loader, List<Path> parts) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        JarFile.MANIFEST_NAME,
        manifest(
            "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class: " + main.getName(),
            "Spring-Boot-Classes: BOOT-INF/classes/",
            "Spring-Boot-Lib: BOOT-INF/lib/"));
    read(loader).forEach(entries::putIfAbsent);
    hostClasses().forEach((name, bytes) -> entries.put("BOOT-INF/classes/" + name, bytes));
    for (Path part : parts) {
      entries.put("BOOT-INF/lib/" + part.getFileName(), Files.readAllBytes(part));
    }
    return zip(jar, entries);
  }

  private static byte[] manifest(String main, String... more) {
    String text =
        "Manifest-Version: 1.0\nMain-Class: " + main + "\n" + String.join("\n", more) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lines(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static Map<String, byte[]> hostClasses() throws IOException {
    Path classes = homeOf(LayoutHost.class);
    Path folder = classes.resolve(LayoutHost.class.getPackageName().replace('.', '/'));
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().matches("(Layout|Neighbour)Host(\\$.*)?\\.class")) {
          String name = classes.relativize(file).toString().replace('\\', '/');
          entries.put(name, Files.readAllBytes(file));
        }
      }
    }
    return entries;
  }

  /** The files of a jar but for its manifest and its signatures. */
  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(jar);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (!entry.isDirectory()
            && !name.equals(JarFile.MANIFEST_NAME)
            && !name.matches("META-INF/.*\\.(SF|RSA|DSA)")) {
          entries.put(name, zip.readAllBytes());
        }
      }
    }
    return entries;
  }

  /**
   * Without compression, which Boot wants of the jars inside; folders have entries of their own.
   */
  private static Path zip(Path jar, Map<String, byte[]> entries) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      String name = entry.getKey();
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        all.putIfAbsent(name.substring(0, slash + 1), new byte[0]);
      }
      all.put(name, entry.getValue());
    }
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        ZipEntry stored = new ZipEntry(entry.getKey());
        stored.setSize(entry.getValue().length);
        stored.setCrc(crc.getValue());
        zip.putNextEntry(stored);
        zip.write(entry.getValue());
      }
    }
    return jar;
  }
}
