package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's own backend writes the lines of a System.Logger to the logger of the same name. */
class StackTracesOfPluginsAreLoggedTest {
  private static final ProviderConfig NO_CONFIG = ProviderConfig.of(Map.of(), Map.of());

  @TempDir Path folder;

  private final Logger logger = Logger.getLogger("dev.kora.memory.host");
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
  private final StringBuilder printed = new StringBuilder();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          printed.append(new SimpleFormatter().format(line));
          lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.FINE);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  private LogRecord only() {
    assertEquals(1, lines.size(), () -> lines.stream().map(LogRecord::getMessage).toList() + "");
    assertEquals(Level.FINE, lines.get(0).getLevel());
    return lines.get(0);
  }

  private MemorySession session(RuntimeException failure) {
    MemorySession throwing =
        new FakeSession("bad") {
          @Override
          public String prefetch(String query) {
            throw failure;
          }

          @Override
          public void close() {
            throw failure;
          }
        };
    return MemoryManager.open(
            new RecordingHost(folder), null, new FakeMemory("bad", () -> throwing), NO_CONFIG)
        .openSession(SessionContext.primary("s", "test", null));
  }

  @Test
  void ofACall() {
    IllegalStateException failure = new IllegalStateException("no");
    session(failure).prefetch("q");
    assertEquals("bad: prefetch failed", only().getMessage());
    assertSame(failure, only().getThrown());
  }

  @Test
  void ofACallThatHangsAsFarAsItGot() {
    CountDownLatch released = new CountDownLatch(1);
    FakeSession hanging =
        new FakeSession("bad") {
          @Override
          public String prefetch(String query) {
            try {
              released.await();
            } catch (InterruptedException e) {
              return "interrupted";
            }
            return "";
          }
        };
    Duration rest = Duration.ofMinutes(1);
    MemoryManager.open(
            new RecordingHost(folder),
            null,
            new FakeMemory("bad", () -> hanging),
            NO_CONFIG,
            new CallLimits(rest, rest, Duration.ofSeconds(1), rest, rest, rest))
        .openSession(SessionContext.primary("s", "test", null))
        .prefetch("q");
    assertInstanceOf(NoAnswerException.class, only().getThrown());
    assertTrue(
        Stream.of(only().getThrown().getStackTrace())
            .anyMatch(at -> at.getClassName().equals(hanging.getClass().getName())));
  }

  @Test
  void ofACloseThatFailsClosed() {
    MemoryFailClosedException failure = new MemoryFailClosedException("no");
    session(failure).close();
    assertEquals("bad: close of a session failed", only().getMessage());
    assertSame(failure, only().getThrown());
  }

  @Test
  void ofOpen() {
    Error failure = new ExceptionInInitializerError("native library");
    FakeMemory bad =
        new FakeMemory("bad", () -> new FakeSession("bad")) {
          @Override
          public MemoryProvider open(ProviderConfig config, HostContext host) {
            throw failure;
          }
        };
    MemoryManager.open(new RecordingHost(folder), null, bad, NO_CONFIG).close();
    assertSame(failure, only().getThrown());
  }

  @Test
  void ofAConstructor() throws IOException {
    PluginJar.plugin("m", "constructor", "throw new IllegalStateException();")
        .writeTo(folder.resolve("m.jar"));
    MemoryProviders.discover(getClass().getClassLoader(), folder).close();
    assertEquals("m.Plugin of " + folder.resolve("m.jar") + " is rejected", only().getMessage());
    Throwable cause = only().getThrown().getCause();
    assertNotNull(cause);
    assertEquals("m.Plugin", cause.getStackTrace()[0].getClassName());
  }

  @Test
  void ofAName() throws IOException {
    PluginJar.plugin("m", "name", "throw new IllegalStateException();")
        .writeTo(folder.resolve("m.jar"));
    MemoryProviders.discover(getClass().getClassLoader(), folder).close();
    assertEquals("m.Plugin", only().getThrown().getStackTrace()[0].getClassName());
  }

  @Test
  void ofAClassThatCannotBeLoaded() throws IOException {
    new PluginJar().service("gone.Plugin").writeTo(folder.resolve("m.jar"));
    MemoryProviders.discover(getClass().getClassLoader(), folder).close();
    assertInstanceOf(ServiceConfigurationError.class, only().getThrown());
  }

  @Test
  void ofAvailability() throws IOException {
    PluginJar.plugin("m", "availability", "throw new IllegalStateException();")
        .writeTo(folder.resolve("m.jar"));
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      report.checked(Map.of());
    }
    assertEquals("m: availability() failed", only().getMessage());
    assertEquals("m.Plugin", only().getThrown().getStackTrace()[0].getClassName());
  }

  @Test
  void ofAServiceFileThatCannotBeRead() throws IOException {
    Path root = Files.createDirectories(folder.resolve("classes"));
    Files.createDirectories(root.resolve("META-INF/services"));
    Files.write(root.resolve(ServiceFile.NAME), new byte[] {(byte) 0xff});
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {root.toUri().toURL()}, getClass().getClassLoader())) {
      MemoryProviders.discover(loader).close();
    }
    assertInstanceOf(IOException.class, only().getThrown());
  }

  @Test
  void anExceptionThatCannotBePrintedIsNamed() {
    session(
            new RuntimeException() {
              private static final long serialVersionUID = 1;

              @Override
              public String getMessage() {
                throw new IllegalStateException("not even this");
              }
            })
        .prefetch("q");
    assertTrue(only().getMessage().startsWith("bad: prefetch failed: "), only().getMessage());
  }
}
