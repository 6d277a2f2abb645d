package dev.kora.memory.isokron.provider;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A host of the JDK and the SPI alone. It prints what a plugin on its class path leaves in its JVM:
 * a line of its log as {@code LEVEL LOGGER MESSAGE}, a driver as {@code driver CLASS}.
 */
final class BareHost implements HostContext {
  private final Path data;

  private BareHost(Path data) {
    this.data = data;
  }

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new Printer());
    Path data = Path.of(arguments[0]);
    Map<String, String> settings =
        Map.of(
            "isokron_dsn", "postgres://127.0.0.1:1/d",
            "mcp_endpoint", "http://127.0.0.1:1/mcp",
            // A file, which is no folder: the provider has something to say.
            "outbox_dir", Files.createTempFile(data, "no", "folder").toString());
    MemoryProviderPlugin plugin =
        ServiceLoader.load(MemoryProviderPlugin.class).findFirst().orElseThrow();
    try (MemoryProvider provider =
            plugin.open(ProviderConfig.of(settings, Map.of()), new BareHost(data));
        MemorySession session = provider.openSession(SessionContext.primary("s", "test", "w"))) {
      session.systemPromptBlock();
    } catch (MemoryFailClosedException e) {
      System.out.println("fail-closed");
    }
    DriverManager.drivers().forEach(d -> System.out.println("driver " + d.getClass().getName()));
  }

  @Override
  public String hostName() {
    return "bare";
  }

  @Override
  public Path dataDirectory() {
    return data;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public ProviderListener listener() {
    return ProviderListener.NONE;
  }

  private static final class Printer extends Handler {
    @Override
    public void publish(LogRecord line) {
      System.out.println(
          line.getLevel().getName() + " " + line.getLoggerName() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
