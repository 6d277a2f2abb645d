package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken jar stands between two sound ones, on the class path and in a plugins folder. */
class BrokenPluginsAreNamedAndHideNoOtherTest {
  @TempDir static Path sound;

  @TempDir Path folder;

  @BeforeAll
  static void compileTheSoundOnes() throws IOException {
    PluginJar.plugin("alpha").writeTo(sound.resolve("alpha.jar"));
    PluginJar.plugin("zeta").writeTo(sound.resolve("zeta.jar"));
  }

  static Stream<Arguments> brokenJars() {
    return Stream.of(
        broken(
            "missing class",
            new PluginJar().service("no.such.Plugin"),
            "Provider no.such.Plugin not found"),
        broken(
            "throwing constructor",
            PluginJar.plugin("m", "constructor", "throw new IllegalStateException(\"no luck\");"),
            "could not be instantiated: IllegalStateException (no luck)"),
        broken(
            "static initialiser that throws",
            PluginJar.plugin("m", "constructor", "Object o = Broken.X;")
                .source(
                    "m.Broken",
                    "package m; class Broken { static final Object X = 1 / 0 + \"\"; }"),
            "ExceptionInInitializerError"),
        broken(
            "malformed line",
            new PluginJar().service("# fine\nthis is no class name\n"),
            "line 2 of " + ServiceFile.NAME + " is malformed: \"this is no class name\""),
        broken("empty service file", new PluginJar().service("# nothing\n"), "names no class"),
        broken(
            "not a subtype",
            new PluginJar()
                .source("m.Plugin", "package m; public class Plugin {}")
                .service("m.Plugin"),
            "not a subtype"),
        broken(
            "constructor that is not public",
            new PluginJar()
                .source(
                    "m.Plugin",
                    PluginJar.source("m", "name", "return \"m\";")
                        .replace("public Plugin()", "Plugin()"))
                .service("m.Plugin"),
            "Unable to get public no-arg constructor"),
        broken(
            "constructor with arguments only",
            new PluginJar()
                .source(
                    "m.Plugin",
                    PluginJar.source("m", "name", "return \"m\";")
                        .replace("Plugin()", "Plugin(int i)"))
                .service("m.Plugin"),
            "Unable to get public no-arg constructor"),
        broken(
            "superclass left out",
            PluginJar.plugin("m")
                .source(
                    "m.Plugin",
                    PluginJar.source("m", "name", "return \"m\";")
                        .replace("Plugin implements", "Plugin extends Base implements"))
                .source("m.Base", "package m; public class Base {}")
                .without("m.Base"),
            "NoClassDefFoundError (m/Base)"),
        broken(
            "compiled against an SPI without spiVersion()",
            PluginJar.plugin("m")
                .source(
                    "m.Plugin",
                    PluginJar.source("m", "name", "return \"m\";")
                        .replace("public int spiVersion", "public int other"))
                .source(
                    "dev.kora.memory.spi.MemoryProviderPlugin",
                    "package dev.kora.memory.spi; public interface MemoryProviderPlugin {}")
                .without("dev.kora.memory.spi.MemoryProviderPlugin"),
            "spiVersion() failed: AbstractMethodError"),
        broken(
            "compiled for a newer Java",
            PluginJar.plugin("m")
                .changed(
                    "m.Plugin",
                    file -> {
                      file[7] = 99; // its major version
                      return file;
                    }),
            "UnsupportedClassVersionError"),
        broken(
            "half of a class file",
            PluginJar.plugin("m").changed("m.Plugin", file -> Arrays.copyOf(file, file.length / 2)),
            "ClassFormatError"),
        broken(
            "calls a method of a newer SPI",
            PluginJar.plugin("m", "constructor", "MemorySpi.newer();")
                .source(
                    "dev.kora.memory.spi.MemorySpi",
                    "package dev.kora.memory.spi; public class MemorySpi {"
                        + " public static final int VERSION = 1; public static void newer() {} }")
                .without("dev.kora.memory.spi.MemorySpi"),
            "NoSuchMethodError"),
        broken(
            "uses a type of a newer SPI",
            PluginJar.plugin("m", "constructor", "new Newer();")
                .source(
                    "dev.kora.memory.spi.Newer",
                    "package dev.kora.memory.spi; public class Newer {}")
                .without("dev.kora.memory.spi.Newer"),
            "NoClassDefFoundError (dev/kora/memory/spi/Newer)"),
        broken(
            "newer SPI",
            PluginJar.plugin("m", "spiVersion", "return 2;"),
            "needs SPI version 2, this host has 1"),
        broken(
            "SPI version 0", PluginJar.plugin("m", "spiVersion", "return 0;"), "spiVersion() is 0"),
        broken(
            "bad name", PluginJar.plugin("m", "name", "return \"My Memory\";"), "does not match"),
        broken("null name", PluginJar.plugin("m", "name", "return null;"), "name() returned null"),
        broken(
            "throwing name",
            PluginJar.plugin("m", "name", "throw new StackOverflowError();"),
            "name() failed: StackOverflowError"),
        broken(
            "the host's name",
            PluginJar.plugin("m", "name", "return \"builtin\";"),
            "belongs to the host's own memory"),
        broken(
            "duplicate name",
            PluginJar.plugin("m", "name", "return \"alpha\";"),
            "already taken by alpha.Plugin of"));
  }

  private static Arguments broken(String what, PluginJar jar, String reason) {
    return Arguments.of(what, jar, reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenJars")
  void onTheClassPath(String what, PluginJar jar, String reason) throws IOException {
    List<URL> classPath = new ArrayList<>();
    for (Path each : threeJars(jar)) {
      classPath.add(each.toUri().toURL());
    }
    try (URLClassLoader loader =
            new URLClassLoader(classPath.toArray(URL[]::new), getClass().getClassLoader());
        DiscoveryReport report = MemoryProviders.discover(loader)) {
      check(report, reason);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenJars")
  void inThePluginsFolder(String what, PluginJar jar, String reason) throws IOException {
    threeJars(jar);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      check(report, reason);
    }
  }

  private List<Path> threeJars(PluginJar broken) throws IOException {
    return List.of(
        Files.copy(sound.resolve("alpha.jar"), folder.resolve("a.jar")),
        broken.writeTo(folder.resolve("m.jar")),
        Files.copy(sound.resolve("zeta.jar"), folder.resolve("z.jar")));
  }

  private void check(DiscoveryReport report, String reason) {
    assertEquals(
        List.of("available", "rejected", "available"),
        report.candidates().stream().map(c -> c.state().label()).toList(),
        () -> report.candidates().toString());
    Candidate alpha = report.candidates().get(0);
    assertEquals("alpha", alpha.name());
    assertEquals("1.2.3", alpha.version());
    assertEquals(folder.resolve("a.jar").toString(), alpha.source());
    assertEquals("zeta", report.candidates().get(2).name());

    Candidate rejected = report.candidates().get(1);
    String given = rejected.reason();
    assertNotNull(given);
    assertTrue(given.contains(reason), given);
    assertEquals(folder.resolve("m.jar").toString(), rejected.source());
  }
}
