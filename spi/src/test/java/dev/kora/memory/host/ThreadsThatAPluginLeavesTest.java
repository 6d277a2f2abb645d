package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ThreadsThatAPluginLeavesTest {
  private static final String OPEN = "MemoryProvider open(ProviderConfig c, HostContext h)";
  private static final String TWO_THREADS =
      "live(\"leaked-1\", true); live(\"leaked-2\", false); return this;";
  private static final String NOTICE =
      "WARNING m: has left threads running: leaked-1 (a daemon),"
          + " leaked-2 (no daemon: the process does not end by itself)";

  @TempDir Path folder;
  @TempDir Path data;

  @AfterEach
  void end() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("leaked-"))
        .forEach(Thread::interrupt);
  }

  private static MemoryManager open(RecordingHost host, DiscoveryReport report) {
    return MemoryManager.open(host, null, (Choice.Chosen) report.choose("m", Map.of()));
  }

  @Test
  void areNamedWhenItIsClosed() throws IOException {
    HostilePlugin.sound().with(OPEN, TWO_THREADS).jar().writeTo(folder.resolve("m.jar"));
    RecordingHost host = new RecordingHost(data);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      MemoryManager manager = open(host, report);
      assertEquals(List.of(), host.notices());
      manager.close();
      assertEquals(List.of(NOTICE), host.notices());
    }
  }

  @Test
  void areNotOneProvidersWhileAnotherOfTheSameJarIsOpen() throws IOException {
    HostilePlugin.sound().with(OPEN, TWO_THREADS).jar().writeTo(folder.resolve("m.jar"));
    RecordingHost host = new RecordingHost(data);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      MemoryManager first = open(host, report);
      MemoryManager second = open(host, report);
      first.close();
      assertEquals(List.of(), host.notices());
      second.close();
      assertEquals(1, host.notices().size(), () -> host.notices().toString());
    }
  }

  @Test
  void areNoneIfTheyEndWithTheProvider() throws IOException {
    HostilePlugin.sound()
        .with(OPEN, "ending = live(\"ended\", false); return this;")
        .with("void close()", "ending.interrupt(); } private Thread ending; {")
        .jar()
        .writeTo(folder.resolve("m.jar"));
    RecordingHost host = new RecordingHost(data);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      open(host, report).close();
      assertEquals(List.of(), host.notices());
    }
  }

  @Test
  void areNotThoseThatTheJdkStartsForTheWholeProcess() throws IOException {
    HostilePlugin.sound()
        .with(
            OPEN,
            "java.util.concurrent.CompletableFuture.delayedExecutor("
                + "1, java.util.concurrent.TimeUnit.MILLISECONDS).execute(() -> {}); return this;")
        .jar()
        .writeTo(folder.resolve("m.jar"));
    RecordingHost host = new RecordingHost(data);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      open(host, report).close();
      assertEquals(List.of(), host.notices());
    }
  }

  @Test
  void areNotKnownWithoutAClassLoaderOfItsOwn() {
    RecordingHost host = new RecordingHost(data);
    FakeMemory onTheClassPath = new FakeMemory("ext", () -> new FakeSession("ext"));
    MemoryManager.open(host, null, onTheClassPath, ProviderConfig.of(Map.of())).close();
    assertEquals(List.of(), host.notices());
  }

  /** What the other JVM runs; it has no JUnit. */
  static final class Host {
    private Host() {}

    public static void main(String[] folders) throws IOException {
      RecordingHost host = new RecordingHost(Path.of(folders[1]));
      try (DiscoveryReport report =
          MemoryProviders.discover(Host.class.getClassLoader(), Path.of(folders[0]))) {
        open(host, report).close();
      }
      host.notices().forEach(System.out::println);
      System.exit(7);
    }
  }

  @Test
  void andHooksThatThrowDoNotChangeHowTheProcessEnds() throws Exception {
    HostilePlugin.sound()
        .with(
            OPEN,
            "Runtime.getRuntime().addShutdownHook("
                + "new Thread(() -> { throw new IllegalStateException(\"from a hook\"); }));"
                + TWO_THREADS)
        .jar()
        .writeTo(folder.resolve("m.jar"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                home(MemorySpi.class) + File.pathSeparator + home(Host.class),
                Host.class.getName(),
                folder.toString(),
                data.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(7, process.waitFor(), printed);
    // Not the first line everywhere: a JVM says so when it takes options from its environment.
    assertTrue(printed.lines().anyMatch(NOTICE::equals), printed);
    assertTrue(printed.contains("IllegalStateException: from a hook"), printed);
  }

  private static Path home(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
