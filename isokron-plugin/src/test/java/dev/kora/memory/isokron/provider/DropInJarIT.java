package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.cli.DropIn;
import dev.kora.memory.isokron.cli.Ran;
import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars that were just built. */
class DropInJarIT {
  private static final String SERVICE =
      "META-INF/services/dev.kora.memory.spi.MemoryProviderPlugin";
  private static final Path THIN = Path.of(System.getProperty("isokron.jar", ""));
  private static final Path DROP_IN = Path.of(System.getProperty("isokron.dropin", ""));
  private static final String SHADED = "dev/kora/memory/isokron/shaded/";

  /** Each library of the drop-in by its packages, with what its licence or notice says. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "com/fasterxml/jackson", List.of("# Jackson JSON processor", "Werner Randelshofer"),
          "com/fasterxml/uuid", List.of("This copy of Java UUID Generator (JUG) library"),
          "com/zaxxer/hikari", List.of("HikariCP"),
          "org/apache/commons/codec", List.of("Apache Commons Codec\nCopyright"),
          "org/apache/logging/log4j", List.of("Apache Log4j API\nCopyright"),
          "org/postgresql", List.of("PostgreSQL Global Development Group", "OnGres, Inc."),
          "org/slf4j", List.of("QOS.ch"),
          "org/snakeyaml/engine", List.of("SnakeYAML Engine"),
          "picocli", List.of("picocli"));

  @TempDir Path data;

  @Test
  void bothJarsNameTheProvider() throws IOException {
    for (Path jar : List.of(THIN, DROP_IN)) {
      try (JarFile file = new JarFile(jar.toFile())) {
        ZipEntry service = file.getEntry(SERVICE);
        assertEquals("dev.kora.memory.isokron.provider.IsokronPlugin", read(file, service).strip());
      }
    }
  }

  @Test
  void theDropInHoldsOnlyItsOwnPackages() throws IOException {
    assertTrue(Files.size(DROP_IN) <= 7L * 1024 * 1024);
    try (JarFile file = new JarFile(DROP_IN.toFile())) {
      List<String> names = file.stream().map(ZipEntry::getName).toList();
      assertEquals(
          List.of(),
          names.stream()
              .filter(n -> n.endsWith(".class"))
              .filter(n -> !n.startsWith("dev/kora/memory/isokron/"))
              .filter(n -> !n.equals("module-info.class"))
              .toList());
      assertTrue(names.stream().noneMatch(n -> n.equals("META-INF/services/java.sql.Driver")));
      assertTrue(names.stream().noneMatch(n -> n.matches("META-INF/.*\\.(SF|RSA|DSA)")));
    }
  }

  @Test
  void theDropInKeepsEveryLicence() throws IOException {
    StringBuilder texts = new StringBuilder();
    Set<String> unknown = new TreeSet<>();
    try (JarFile file = new JarFile(DROP_IN.toFile())) {
      for (String ours : List.of("LICENSE", "NOTICE")) {
        String text = read(file, file.getEntry("META-INF/" + ours));
        assertTrue(text.startsWith(Files.readString(Path.of("..", ours))), ours);
      }
      for (ZipEntry entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.matches("META-INF/.*(LICENSE|NOTICE)(\\.txt)?")) {
          texts.append(read(file, entry)).append('\n');
        } else if (name.startsWith(SHADED) && name.endsWith(".class")) {
          String inner = name.substring(SHADED.length());
          if (LIBRARIES.keySet().stream().noneMatch(l -> inner.startsWith(l + "/"))) {
            unknown.add(inner);
          }
        }
      }
    }
    assertEquals(Set.of(), unknown, "libraries whose licences nobody asks for");
    LIBRARIES.forEach(
        (library, words) ->
            words.forEach(w -> assertTrue(texts.toString().contains(w), library + ": " + w)));
  }

  private static String read(JarFile file, ZipEntry entry) throws IOException {
    return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void asAModuleItProvidesWhatItsServiceFilesSay() throws IOException {
    ModuleDescriptor module =
        ModuleFinder.of(DROP_IN).find("dev.kora.memory.isokron").orElseThrow().descriptor();
    assertFalse(module.isAutomatic());
    assertEquals(Set.of(), module.exports());
    Map<String, Set<String>> provided = new TreeMap<>();
    module.provides().forEach(p -> provided.put(p.service(), Set.copyOf(p.providers())));
    Map<String, Set<String>> files = new TreeMap<>();
    try (JarFile file = new JarFile(DROP_IN.toFile())) {
      for (ZipEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
        if (entry.getName().startsWith("META-INF/services/")) {
          files.put(
              entry.getName().substring("META-INF/services/".length()),
              read(file, entry)
                  .lines()
                  .map(String::strip)
                  .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                  .collect(Collectors.toSet()));
        }
      }
    }
    assertEquals(files, provided);
    // In a module, who looks for a service has to say so.
    provided.remove(MemoryProviderPlugin.class.getName());
    assertTrue(module.uses().containsAll(provided.keySet()), module.uses().toString());
  }

  @Test
  void theDropInOpensOverNothingButTheSpi() throws Exception {
    URL spi = codeOf(MemoryProviderPlugin.class);
    ClassLoader onlySpi = new SpiOnly(MemoryProviderPlugin.class.getClassLoader());
    assertTrue(spi.toString().contains("spi"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {DROP_IN.toUri().toURL()}, onlySpi)) {
      MemoryProviderPlugin plugin =
          ServiceLoader.load(MemoryProviderPlugin.class, loader).findFirst().orElseThrow();
      assertEquals(loader, plugin.getClass().getClassLoader());
      assertNotEquals("unknown", plugin.version());
      ProviderConfig config =
          ProviderConfig.of(
              Map.of("isokron_dsn", "postgres://127.0.0.1:1/d", "mcp_endpoint", "http://[::1]:1/"),
              Map.of());
      assertEquals(new Availability.Available(), plugin.availability(config));
      assertInstanceOf(
          Availability.Unavailable.class,
          plugin.availability(ProviderConfig.of(Map.of(), Map.of())));
      // A substrate and a server that are away do not keep it from opening.
      try (MemoryProvider provider = plugin.open(config, new TestHost(data));
          MemorySession session = provider.openSession(SessionContext.primary("s", "test", "w"))) {
        assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
        assertInstanceOf(ProviderHealth.Degraded.class, provider.health());
      }
    }
  }

  @Test
  void theHostsDriverManagerGetsNoDriverOfOurs() throws Exception {
    Ran ran = inABareHost();
    assertTrue(ran.out().contains("fail-closed"), ran.toString()); // it did ask its driver
    assertFalse(ran.out().contains("driver dev.kora."), ran.out());
  }

  @Test
  void whatItLogsIsInTheHostsLog() throws Exception {
    assertItsLinesAreInTheLog(inABareHost());
  }

  @Test
  void whatTheHostSetForItsOwnLibrariesDoesNotReachTheCopiesOfThem() throws Exception {
    String none = "no.such.Class";
    Path resources = Files.createDirectories(data.resolve("host/META-INF"));
    Files.writeString(
        resources.resolve("log4j-provider.properties"),
        "LoggerContextFactory=" + none + "\nLog4jAPIVersion=2.6.0\nFactoryPriority=5000\n");
    for (String name : List.of("log4j2.component.properties", "log4j2.system.properties")) {
      Files.writeString(data.resolve("host").resolve(name), "log4j.provider=" + none + "\n");
    }
    assertItsLinesAreInTheLog(
        inABareHost(
            "-Dlog4j.provider=" + none,
            "-Dlog4j2.loggerContextFactory=" + none,
            "-Dslf4j.provider=" + none,
            "-Dhikaricp.configurationFile=/no/such/file.properties"));
  }

  private static void assertItsLinesAreInTheLog(Ran ran) {
    assertEquals("", ran.err());
    assertTrue(
        ran.out()
            .lines()
            .anyMatch(l -> l.matches("WARNING dev\\.kora\\.memory\\.isokron\\..* \\[kora\\..*")),
        ran.out());
    // The pool speaks through SLF4J.
    assertTrue(
        ran.out()
            .contains("INFO dev.kora.memory.isokron.shaded.com.zaxxer.hikari.HikariDataSource "),
        ran.out());
  }

  @Test
  void noSettingOfALibraryKeepsItsName() throws IOException {
    // A constant of a class file: 1, two bytes of length, the text.
    Pattern old =
        Pattern.compile(
            "\\x01..(log4j[.]|log4j2|META-INF/log4j-provider|slf4j[.]|hikaricp)"
                + "|\\x01\\x00\\x06LOG4J_",
            Pattern.DOTALL);
    List<String> found = new ArrayList<>();
    try (JarFile file = new JarFile(DROP_IN.toFile())) {
      for (ZipEntry entry : file.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        Matcher name = old.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (name.find()) {
          found.add(entry.getName() + ": " + name.group());
        }
      }
    }
    assertEquals(List.of(), found);
  }

  /** The drop-in jar, the SPI and {@link BareHost} in a JVM of their own. */
  private Ran inABareHost(String... options) throws Exception {
    Path host = Files.createDirectories(data.resolve("host"));
    Path tests = Path.of(codeOf(BareHost.class).toURI());
    Path folder = Path.of(BareHost.class.getPackageName().replace('.', '/'));
    Files.createDirectories(host.resolve(folder));
    try (DirectoryStream<Path> classes =
        Files.newDirectoryStream(tests.resolve(folder), "BareHost*.class")) {
      for (Path file : classes) {
        Files.copy(file, host.resolve(folder).resolve(file.getFileName()));
      }
    }
    String classPath =
        Stream.of(host, Path.of(codeOf(MemoryProviderPlugin.class).toURI()), DROP_IN)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, BareHost.class.getName(), data.toString()));
    // Where Log4j looks for its settings, too.
    return DropIn.runProcess(data, Map.of("LOG4J_PROVIDER", "no.such.Class"), command);
  }

  private static URL codeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /** Shows the SPI and the JDK, and nothing else of this test's class path. */
  private static final class SpiOnly extends ClassLoader {
    private final ClassLoader tests;

    SpiOnly(ClassLoader tests) {
      super(ClassLoader.getPlatformClassLoader());
      this.tests = tests;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("dev.kora.memory.spi.")) {
        return tests.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
