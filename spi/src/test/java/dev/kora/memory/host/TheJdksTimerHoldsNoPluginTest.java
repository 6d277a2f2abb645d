package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first timeout of a JVM starts a thread for ever; here it is a plugin's. */
@Timeout(60)
class TheJdksTimerHoldsNoPluginTest {
  @TempDir Path folder;

  /** What the other JVM runs; it has no JUnit. */
  static final class Host {
    private Host() {}

    public static void main(String[] plugins) throws IOException {
      ClassLoader loader = Host.class.getClassLoader();
      try (DiscoveryReport report = MemoryProviders.discover(loader, Path.of(plugins[0]))) {
        report.candidates().forEach(found -> System.out.println(found.describe()));
      }
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getContextClassLoader() instanceof PluginClassLoader)
          .forEach(thread -> System.out.println("held by " + thread.getName()));
    }
  }

  @Test
  void whoeverNeedsItFirst() throws Exception {
    Path jar =
        PluginJar.plugin(
                "early",
                "constructor",
                "new java.util.concurrent.CompletableFuture<String>()"
                    + ".completeOnTimeout(\"\", 1, java.util.concurrent.TimeUnit.MILLISECONDS)"
                    + ".join();")
            .writeTo(folder.resolve("early.jar"));
    assertEquals(
        List.of("early 1.2.3 (" + jar + "): available"), OtherJvm.printed(Host.class, folder));
  }
}
