package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneClassIsOneCandidateTest {
  @TempDir Path folder;

  @Test
  void aClassThatParentAndChildBothNameIsListedOnce() throws IOException {
    URL plugin = PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar")).toUri().toURL();
    URL again =
        new PluginJar().service("alpha.Plugin").writeTo(folder.resolve("b.jar")).toUri().toURL();
    try (URLClassLoader parent =
            new URLClassLoader(new URL[] {plugin}, getClass().getClassLoader());
        URLClassLoader child = new URLClassLoader(new URL[] {again, plugin}, parent)) {
      assertEquals(
          List.of("alpha"),
          MemoryProviders.discover(child).candidates().stream().map(Candidate::name).toList());
    }
  }

  @Test
  void severalPluginsInOneFileEachCountEvenBesideABadLine() throws IOException {
    Path jar =
        PluginJar.plugin("alpha")
            .source("beta.Plugin", PluginJar.source("beta", "name", "return \"beta\";"))
            .service("alpha.Plugin\nno good\nbeta.Plugin # the second\nalpha.Plugin\n")
            .writeTo(folder.resolve("a.jar"));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      assertEquals(
          List.of("available", "rejected", "available"),
          MemoryProviders.discover(loader).candidates().stream()
              .map(c -> c.state().label())
              .toList());
    }
  }
}
