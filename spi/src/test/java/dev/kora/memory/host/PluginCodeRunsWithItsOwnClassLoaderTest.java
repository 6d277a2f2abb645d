package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin finds a service of its own jar, as libraries do: by the context class loader. */
class PluginCodeRunsWithItsOwnClassLoaderTest {
  private static final String SPEAKER =
      """
      package own;
      public interface Speaker {
        String word();
        static String find() {
          return java.util.ServiceLoader.load(Speaker.class).findFirst().orElseThrow().word();
        }
      }
      """;
  private static final String SPEAKING =
      "package own; public class Speaking implements Speaker {"
          + " public String word() { return \"own\"; } }";
  private static final String PLUGIN =
      """
      package own;
      import dev.kora.memory.spi.*;
      import java.time.Duration;
      import java.util.List;
      public class Plugin implements MemoryProviderPlugin {
        static final String EARLY = Speaker.find();
        public Plugin() { Speaker.find(); }
        public String name() { return Speaker.find(); }
        public int spiVersion() { return MemorySpi.VERSION; }
        public String version() { return Speaker.find() + EARLY; }
        public List<ConfigField> configSchema() { return List.of(); }
        public Availability availability(ProviderConfig config) {
          return new Availability.Unavailable(Speaker.find());
        }
        public MemoryProvider open(ProviderConfig config, HostContext host) {
          String opened = Speaker.find();
          return new MemoryProvider() {
            public MemorySession openSession(SessionContext context) {
              String session = Speaker.find();
              return new MemorySession() {
                public String systemPromptBlock() {
                  return opened + session + Speaker.find();
                }
                public String prefetch(String query) {
                  Thread.currentThread().setContextClassLoader(null);
                  throw new IllegalStateException("and leaves it so");
                }
                public String handleToolCall(String tool, String arguments) {
                  return "{\\"is\\":\\"" + Speaker.find() + "\\"}";
                }
                public List<ToolSchema> toolSchemas() {
                  return List.of(new ToolSchema(Speaker.find(), "d", "{}"));
                }
                public void close() { Speaker.find(); }
              };
            }
            public ProviderHealth health() { return new ProviderHealth.Degraded(Speaker.find()); }
            public FlushResult flush(Duration atMost) { return new FlushResult(1, Speaker.find()); }
            public void close() { Speaker.find(); }
          };
        }
      }
      """;

  @TempDir Path folder;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final ClassLoader hosts = new ClassLoader(getClass().getClassLoader()) {};

  @BeforeEach
  void anyLoaderOfTheHosts() {
    Thread.currentThread().setContextClassLoader(hosts);
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void inEveryCallAndTheHostHasItsOwnBackAfterwards() throws IOException {
    new PluginJar()
        .source("own.Speaker", SPEAKER)
        .source("own.Speaking", SPEAKING)
        .source("own.Plugin", PLUGIN)
        .service("own.Plugin")
        .resource("META-INF/services/own.Speaker", "own.Speaking")
        .writeTo(folder.resolve("own.jar"));
    RecordingHost host = new RecordingHost(folder);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      Candidate own = report.candidates().get(0);
      assertEquals("own ownown", own.name() + " " + own.version(), own::describe);
      assertEquals("own", report.checked(Map.of()).candidates().get(0).reason());
      assertSame(hosts, Thread.currentThread().getContextClassLoader());
      MemoryManager manager =
          MemoryManager.open(host, null, own.plugin(), ProviderConfig.of(Map.of()));
      assertEquals(
          "own",
          assertInstanceOf(ProviderHealth.Degraded.class, manager.health().get("own")).reason());
      ManagedSession session = manager.openSession(SessionContext.primary("s", "test", null));
      assertEquals("ownownown", session.systemPromptBlock());
      assertEquals("{\"is\":\"own\"}", session.handleToolCall("own", "{}"));
      assertEquals("own", manager.flush(Duration.ZERO).detail());
      assertSame(hosts, Thread.currentThread().getContextClassLoader());
      assertEquals(List.of(), host.errors());

      session.prefetch("q");
      assertSame(hosts, Thread.currentThread().getContextClassLoader());
      assertTrue(host.errors().get(0).contains("and leaves it so"), host.errors().get(0));
      session.close();
      manager.close();
      assertEquals(1, host.errors().size(), () -> host.errors().toString());
    }
  }
}
