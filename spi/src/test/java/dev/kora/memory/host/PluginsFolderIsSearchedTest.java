package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.MemoryProviderPlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsFolderIsSearchedTest {
  @TempDir Path folder;

  private DiscoveryReport discover() {
    return MemoryProviders.discover(getClass().getClassLoader(), folder);
  }

  private static String only(DiscoveryReport report) {
    assertEquals(1, report.candidates().size(), () -> report.candidates().toString());
    assertEquals(CandidateState.REJECTED, report.candidates().get(0).state());
    String reason = report.candidates().get(0).reason();
    assertNotNull(reason);
    return reason;
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Files.writeString(folder.resolve("x.jar"), "<html>404</html>");
    try (DiscoveryReport report = discover()) {
      assertTrue(only(report).startsWith("is not a jar"), only(report));
      assertEquals(folder.resolve("x.jar").toString(), report.candidates().get(0).source());
    }
  }

  @Test
  void anEmptyFileAndAFolderAreNoJars() throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    Files.createDirectory(folder.resolve("b.jar"));
    try (DiscoveryReport report = discover()) {
      List<String> reasons = report.candidates().stream().map(c -> c.reason() + "").toList();
      assertTrue(reasons.get(0).startsWith("is not a jar"), reasons.get(0));
      assertEquals("is a folder, not a jar", reasons.get(1));
    }
  }

  @Test
  void aJarWithoutAServiceFileIsNamed() throws IOException {
    new PluginJar().resource("x.txt", "x").writeTo(folder.resolve("x.jar"));
    try (DiscoveryReport report = discover()) {
      assertTrue(only(report).startsWith("has no " + ServiceFile.NAME), only(report));
    }
  }

  @Test
  void aMissingFolderIsNamed() throws IOException {
    Path missing = folder.resolve("missing");
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), missing)) {
      assertEquals("there is no such plugins folder", only(report));
    }
    Path file = Files.createFile(folder.resolve("file"));
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), file)) {
      assertEquals("the plugins folder is not a folder", only(report));
    }
  }

  @Test
  void otherFilesAreIgnored() throws IOException {
    Files.writeString(folder.resolve("README.txt"), "x");
    try (DiscoveryReport report = discover()) {
      assertEquals(List.of(), report.candidates());
    }
  }

  @Test
  void twoPluginsMayBringTwoVersionsOfOneLibrary() throws IOException {
    for (String name : List.of("one", "two")) {
      PluginJar.plugin(name, "name", "return lib.Lib.NAME();")
          .source(
              "lib.Lib",
              "package lib; public class Lib { public static String NAME() { return \""
                  + name
                  + "\"; } }")
          .writeTo(folder.resolve(name + ".jar"));
    }
    try (DiscoveryReport report = discover()) {
      assertEquals(
          List.of("one", "two"), report.candidates().stream().map(Candidate::name).toList());
    }
  }

  @Test
  void thePluginSeesTheSpiAndItsOwnFilesButNotTheHost() throws Exception {
    PluginJar.plugin("own")
        .resource("x.txt", "mine")
        .resource("META-INF/services/java.sql.Driver", "own.Driver")
        .writeTo(folder.resolve("own.jar"));
    Path hostJar =
        new PluginJar()
            .resource("x.txt", "the host's")
            .resource("application.properties", "db=the host's")
            .resource("db/migration/V1__host.sql", "DROP TABLE x;")
            .resource("log4j2.xml", "<Configuration/>")
            .resource("log4j2/x.xml", "<x/>")
            .resource("META-INF/services/java.sql.Driver", "host.Driver")
            .resource("META-INF/services/org.apache.logging.log4j.spi.Provider", "host.Provider")
            .service("host.Plugin")
            .writeTo(Files.createTempDirectory("host").resolve("host.jar"));
    try (URLClassLoader host =
            new URLClassLoader(new URL[] {hostJar.toUri().toURL()}, getClass().getClassLoader());
        DiscoveryReport report = MemoryProviders.discover(host, folder)) {
      ClassLoader plugin = loaderOf(report.candidates().get(1));
      assertNotSame(getClass().getClassLoader(), plugin);
      assertSame(
          MemoryProviderPlugin.class, plugin.loadClass(MemoryProviderPlugin.class.getName()));
      assertThrows(
          ClassNotFoundException.class, () -> plugin.loadClass(MemoryManager.class.getName()));
      assertThrows(ClassNotFoundException.class, () -> plugin.loadClass(Test.class.getName()));
      assertEquals(1, Collections.list(plugin.getResources(ServiceFile.NAME)).size());
      assertEquals(
          1, Collections.list(plugin.getResources("META-INF/services/java.sql.Driver")).size());
      assertTrue((plugin.getResource("x.txt") + "").contains("own.jar"));
      assertEquals(1, Collections.list(plugin.getResources("x.txt")).size());
      for (String hosts :
          List.of("application.properties", "db/migration/V1__host.sql", "log4j2/x.xml")) {
        assertNotNull(host.getResource(hosts), hosts);
        assertNull(plugin.getResource(hosts), hosts);
        assertNull(plugin.getResourceAsStream(hosts), hosts);
        assertEquals(List.of(), Collections.list(plugin.getResources(hosts)), hosts);
      }
      for (String shared :
          List.of("log4j2.xml", "META-INF/services/org.apache.logging.log4j.spi.Provider")) {
        assertTrue((plugin.getResource(shared) + "").contains("host.jar"), shared);
        assertEquals(1, Collections.list(plugin.getResources(shared)).size(), shared);
      }
      assertNotNull(plugin.getResource("java/lang/String.class"));
      assertNotNull(plugin.getResource("dev/kora/memory/spi/MemorySpi.class"));
      assertNull(plugin.getResource("dev/kora/memory/host/MemoryManager.class"));
    } finally {
      Files.delete(hostJar);
    }
  }

  private static ClassLoader loaderOf(Candidate candidate) {
    MemoryProviderPlugin plugin = candidate.plugin();
    assertNotNull(plugin);
    return plugin.getClass().getClassLoader();
  }

  @Test
  void theLoggingApiIsTheHostsAndLog4jCoreIsNot() throws Exception {
    String api = "package org.apache.logging.log4j; public class Logger {}";
    String core = "package org.apache.logging.log4j.core; public class Core {}";
    PluginJar.plugin("own")
        .source("org.apache.logging.log4j.Logger", api)
        .source("org.apache.logging.log4j.core.Core", core)
        .source("org.slf4j.Logger", "package org.slf4j; public class Logger {}")
        .writeTo(folder.resolve("own.jar"));
    Path hostJar =
        new PluginJar()
            .source("org.apache.logging.log4j.Logger", api)
            .source("org.apache.logging.log4j.core.Core", core)
            .writeTo(Files.createTempDirectory("host").resolve("host.jar"));
    try (URLClassLoader host =
            new URLClassLoader(new URL[] {hostJar.toUri().toURL()}, getClass().getClassLoader());
        DiscoveryReport report = MemoryProviders.discover(host, folder)) {
      ClassLoader plugin = loaderOf(report.candidates().get(0));
      assertSame(host, plugin.loadClass("org.apache.logging.log4j.Logger").getClassLoader());
      assertSame(plugin, plugin.loadClass("org.apache.logging.log4j.core.Core").getClassLoader());
      // This host has no SLF4J, so the plugin's own copy serves.
      assertSame(plugin, plugin.loadClass("org.slf4j.Logger").getClassLoader());
    } finally {
      Files.delete(hostJar);
    }
  }

  @Test
  void theJarIsFreeAfterTheReportIsClosed() throws Exception {
    PluginJar.plugin("own").writeTo(folder.resolve("own.jar"));
    DiscoveryReport report = discover();
    ClassLoader loader = loaderOf(report.candidates().get(0));
    report.close();
    report.close();
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("own.Other"));
    assertNull(loader.getResource(ServiceFile.NAME));
  }
}
