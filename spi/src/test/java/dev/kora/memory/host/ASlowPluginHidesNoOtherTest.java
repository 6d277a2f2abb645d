package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each of the three has time enough on a slow machine; the one in the middle never comes back. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ASlowPluginHidesNoOtherTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String HANGS =
      "try { new java.util.concurrent.CountDownLatch(1).await(); }"
          + " catch (InterruptedException e) { throw new IllegalStateException(e); }";

  @TempDir Path folder;

  private DiscoveryReport discover(PluginJar slow) throws IOException {
    PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    slow.writeTo(folder.resolve("m.jar"));
    PluginJar.plugin("zeta").writeTo(folder.resolve("z.jar"));
    Discovery discovery = new Discovery(LIMIT);
    discovery.folder(folder, getClass().getClassLoader());
    return discovery.report();
  }

  private static List<String> states(DiscoveryReport report) {
    return report.candidates().stream().map(found -> found.state().label()).toList();
  }

  private void rejected(PluginJar slow) throws IOException {
    try (DiscoveryReport report = discover(slow)) {
      assertEquals(List.of("available", "rejected", "available"), states(report));
      assertEquals(
          "m.Plugin ("
              + folder.resolve("m.jar")
              + "): rejected: its constructor, spiVersion(), name() or version() hangs:"
              + " no answer within 2 s",
          report.candidates().get(1).describe());
    }
  }

  @Test
  void inItsConstructor() throws IOException {
    rejected(PluginJar.plugin("m", "constructor", HANGS));
  }

  @Test
  void inItsName() throws IOException {
    rejected(PluginJar.plugin("m", "name", HANGS + " return \"m\";"));
  }

  @Test
  void inItsAvailability() throws IOException {
    try (DiscoveryReport report =
        discover(PluginJar.plugin("m", "availability", HANGS + " return null;"))) {
      DiscoveryReport checked = report.checked(Map.of());
      assertEquals(List.of("available", "unavailable", "available"), states(checked));
      assertEquals(
          "availability() failed: no answer within 2 s", checked.candidates().get(1).reason());
      assertInstanceOf(Choice.Chosen.class, report.choose("zeta", Map.of()));
    }
  }
}
