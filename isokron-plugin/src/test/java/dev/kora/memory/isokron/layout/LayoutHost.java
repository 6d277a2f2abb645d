package dev.kora.memory.isokron.layout;

import dev.kora.memory.host.Candidate;
import dev.kora.memory.host.Choice;
import dev.kora.memory.host.DiscoveryReport;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.host.MemoryManager;
import dev.kora.memory.host.MemoryProviders;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.TurnStart;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A host of nothing but the JDK and the SPI, to be started in a JVM of its own: it finds the
 * plugin, has one conversation with it, and prints on standard output, a key and a value to a line,
 * what it saw. Its one argument is a file of the plugin's settings and of its own ({@code
 * host.data}, {@code host.workspace}, {@code host.plugins}).
 */
public final class LayoutHost {
  private static final String PLUGIN = "isokron";
  private static final String DRIVER = "dev.kora.memory.isokron.shaded.org.postgresql.Driver";
  private static final Duration LONG = Duration.ofSeconds(60);
  // Not System.out, whose encoding is the machine's.
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private LayoutHost() {}

  /** What a host with libraries of its own does while the plugin is open. */
  interface Meanwhile {
    void look() throws Exception;
  }

  /** Starts it. */
  public static void main(String... arguments) throws Exception {
    run(Path.of(arguments[0]), () -> {});
  }

  static void say(String key, Object value) {
    OUT.println(key + " " + value.toString().replace('\n', ' '));
  }

  static void run(Path settings, Meanwhile meanwhile) throws Exception {
    // Without the JDK's handler, which would print on standard error.
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new Listening());
    Properties read = new Properties();
    try (InputStream in = Files.newInputStream(settings)) {
      read.load(in);
    }
    Map<String, String> values = new HashMap<>();
    read.stringPropertyNames().forEach(key -> values.put(key, read.getProperty(key)));
    Path data = Path.of(values.remove("host.data"));
    String workspace = values.remove("host.workspace");
    String plugins = values.remove("host.plugins");
    ClassLoader loader = LayoutHost.class.getClassLoader();
    try (DiscoveryReport found =
        plugins == null
            ? MemoryProviders.discover(loader)
            : MemoryProviders.discover(loader, Path.of(plugins))) {
      Choice choice = found.choose(PLUGIN, Map.of(PLUGIN, ProviderConfig.of(values, Map.of())));
      choice.report().candidates().forEach(LayoutHost::show);
      if (choice instanceof Choice.Chosen chosen) {
        try (MemoryManager manager = MemoryManager.open(new Context(data), null, chosen)) {
          converse(manager, workspace);
          drivers(chosen.plugin().getClass());
          meanwhile.look();
        }
      }
    }
  }

  private static void show(Candidate candidate) {
    say("candidate", candidate.describe());
    if (candidate.plugin() != null) {
      say("state", candidate.state().label());
      say("module", candidate.plugin().getClass().getModule());
    }
  }

  private static void converse(MemoryManager manager, String workspace) {
    SessionContext context = SessionContext.primary("layout", "test", workspace);
    try (ManagedSession session = manager.openSession(context)) {
      session.onTurnStart(new TurnStart(1, "Where does the heron nest?"));
      say(
          "tool",
          session.handleToolCall(
              "iso_node_create",
              "{\"node_kind\":\"Decision\",\"title\":\"Heron\",\"content_summary\":\"It nests in"
                  + " the reeds.\"}"));
      session.syncTurn(
          new CompletedTurn(1, List.of(Message.of(Message.Role.USER, "In the reeds, then."))));
      session.onSessionEnd(List.of());
      say("left", session.flush(LONG).undelivered());
      say("prompt", session.systemPromptBlock());
    }
  }

  /** What the host's {@code DriverManager} has of the plugin's driver. */
  private static void drivers(Class<?> plugin) throws ReflectiveOperationException {
    List<String> names =
        DriverManager.drivers().map(driver -> driver.getClass().getName()).sorted().toList();
    say("drivers", names);
    if (plugin.getClassLoader() != LayoutHost.class.getClassLoader()) {
      // DriverManager shows nobody the drivers of another class loader than its own.
      Class<?> hidden = plugin.getClassLoader().loadClass(DRIVER);
      say("registered", hidden.getMethod("isRegistered").invoke(null));
    }
  }

  private record Context(Path dataDirectory) implements HostContext {
    @Override
    public String hostName() {
      return "layout-host";
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public ProviderListener listener() {
      return new ProviderListener() {
        @Override
        public void onNotice(Notice notice) {
          say("notice", notice.text());
        }
      };
    }
  }

  /** The host's logging. */
  private static final class Listening extends Handler {
    @Override
    public void publish(LogRecord line) {
      say("log", line.getLevel() + " " + line.getLoggerName() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
