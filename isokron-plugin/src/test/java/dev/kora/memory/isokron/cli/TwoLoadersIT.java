package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The drop-in jar twice in one JVM, as hosts that load it for each agent have it. */
@Timeout(240)
class TwoLoadersIT {
  @TempDir Path folder;

  @Test
  void twoLoadersOnOneFolderKeepTheirLocksAndNeitherAdoptsTheOthersJournal() throws Exception {
    try (Agent two = new Agent(4)) {
      two.delegates();
      try (Agent one = new Agent(1)) {
        one.delegates();
        assertJournals("held 10", "held 4"); // in the order of their making
      }
      // POSIX frees all locks of a file when anybody in the process closes it.
      assertJournals("held 10", "free 4");
      try (Agent three = new Agent(1)) {
        three.delegates();
        assertJournals("held 10", "held 8"); // the one that is free has become its own
      }
    }
    assertJournals("free 10", "free 8");
  }

  /** What a third process sees, once the journals' threads have written all. */
  private void assertJournals(String... expected) throws IOException, InterruptedException {
    List<String> found = journals();
    for (int i = 0; i < 10 && !found.equals(List.of(expected)); i++) {
      found = journals();
    }
    assertEquals(List.of(expected), found);
  }

  private List<String> journals() throws IOException, InterruptedException {
    Ran status = DropIn.run(folder, "outbox", "status", "--json", "--dir", outbox().toString());
    JsonNode answer = new ObjectMapper().readTree(status.out());
    List<String> found = new ArrayList<>();
    for (JsonNode journal : answer.at("/targets/0/journals")) {
      found.add((journal.get("held").asBoolean() ? "held " : "free ") + journal.get("queued"));
    }
    assertEquals("", status.err());
    return found;
  }

  private Path outbox() {
    return folder.resolve("outbox");
  }

  /** An agent with a class loader of its own; a delegation is two writes, which nobody takes. */
  private final class Agent implements AutoCloseable {
    private final URLClassLoader loader;
    private final MemoryProvider provider;
    private int delegated;

    Agent(int delegations) throws IOException {
      URL jar = Path.of(System.getProperty("isokron.dropin", "")).toUri().toURL();
      loader = new URLClassLoader(new URL[] {jar}, new OnlySpi());
      MemoryProviderPlugin plugin =
          ServiceLoader.load(MemoryProviderPlugin.class, loader).findFirst().orElseThrow();
      assertEquals(loader, plugin.getClass().getClassLoader());
      Map<String, String> settings =
          Map.of(
              "isokron_dsn", "postgres://127.0.0.1:1/d",
              "mcp_endpoint", "http://127.0.0.1:1/mcp",
              "outbox_dir", outbox().toString());
      provider = plugin.open(ProviderConfig.of(settings, Map.of()), new SomeHost(folder));
      for (int i = 0; i < delegations; i++) {
        delegates();
      }
    }

    void delegates() {
      try (MemorySession session = provider.openSession(SessionContext.primary("s", "test", "w"))) {
        session.onDelegation(new Delegation("child-" + delegated++, "t", "r"));
      }
    }

    @Override
    public void close() throws IOException {
      provider.close();
      loader.close();
    }
  }

  private record SomeHost(Path dataDirectory) implements HostContext {
    @Override
    public String hostName() {
      return "test";
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public ProviderListener listener() {
      return new ProviderListener() {};
    }
  }

  /** Of this test's class path the SPI alone. */
  private static final class OnlySpi extends ClassLoader {
    OnlySpi() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("dev.kora.memory.spi.")) {
        return MemoryProviderPlugin.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
