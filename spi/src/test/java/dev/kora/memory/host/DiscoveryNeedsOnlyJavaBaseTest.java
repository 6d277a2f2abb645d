package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * As on a module path, or in a runtime that jlink made: modules that nobody asks for are absent.
 */
@Timeout(60)
class DiscoveryNeedsOnlyJavaBaseTest {
  @TempDir Path folder;

  /** What the other JVM runs; it has no JUnit. */
  static final class Host {
    private Host() {}

    public static void main(String[] plugins) throws IOException {
      ClassLoader loader = Host.class.getClassLoader();
      try (DiscoveryReport report = MemoryProviders.discover(loader, Path.of(plugins[0]))) {
        report.candidates().forEach(found -> System.out.println(found.describe()));
      }
    }
  }

  @Test
  void inAJvmWithNothingElse() throws Exception {
    Path jar = PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    assertEquals(
        List.of("alpha 1.2.3 (" + jar + "): available"),
        OtherJvm.printed(Host.class, folder, "--limit-modules", "java.base"));
  }
}
