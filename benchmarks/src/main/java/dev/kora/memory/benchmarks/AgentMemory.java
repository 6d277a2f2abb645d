package dev.kora.memory.benchmarks;

import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.SubstrateAddress;
import dev.kora.memory.isokron.config.SubstrateAddress.HostPort;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * An agent's memory: a session of the IsoKron provider, with nothing of a host's between, on a Sea
 * of its own. What it reads stays cached for as long as a measurement takes.
 */
final class AgentMemory implements AutoCloseable {
  static final String WORKSPACE = SeaOptions.DEFAULT_WORKSPACE;
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

  private final Path folder;
  private final SeaServer sea;
  private final MemoryProvider provider;
  private final MemorySession session;

  AgentMemory() throws IOException {
    folder = Folders.make();
    sea = SeaServer.start(SeaOptions.builder().build());
    provider = plugin().open(config(sea), new Host(folder));
    session = provider.openSession(SessionContext.primary("benchmark", "benchmark", null));
  }

  private record Host(Path dataDirectory) implements HostContext {
    @Override
    public String hostName() {
      return "benchmark";
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public ProviderListener listener() {
      return new NoticePrinter(System.err);
    }
  }

  private static MemoryProviderPlugin plugin() {
    return ServiceLoader.load(MemoryProviderPlugin.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(plugin -> plugin.name().equals("isokron"))
        .findFirst()
        .orElseThrow();
  }

  private static ProviderConfig config(SeaServer sea) {
    return ProviderConfig.of(
        Map.of(
            "isokron_dsn", sea.credentials().readerDsn(),
            "mcp_endpoint", sea.mcpEndpoint().toString(),
            "mcp_service_token", sea.credentials().token(),
            "default_workspace_id", WORKSPACE,
            "cache_ttl_seconds", "3600"),
        Map.of());
  }

  SeaServer sea() {
    return sea;
  }

  MemorySession session() {
    return session;
  }

  /**
   * A tool's answer.
   *
   * @throws IllegalStateException if it is an error
   */
  String call(String tool, String arguments) {
    String answer = session.handleToolCall(tool, arguments);
    if (!answer.startsWith("{\"ok\":true")) {
      throw new IllegalStateException(tool + " " + arguments + ": " + answer);
    }
    return answer;
  }

  /** The database's owner: of the driver's own, since seeds take longer than Sea lets him wait. */
  Connection owner() throws SQLException {
    Dsn dsn = Dsn.parse(sea.credentials().adminDsn());
    return DriverManager.getConnection(dsn.jdbcUrl(), dsn.user(), dsn.password());
  }

  /** A connection with the rights of the plugin's, for transactions. */
  Connection reader() throws SQLException {
    Connection reader = Connections.open(Dsn.parse(sea.credentials().readerDsn()));
    reader.setAutoCommit(false);
    return reader;
  }

  /** What the provider reads by, once more. */
  Substrate substrate() {
    Dsn dsn = Dsn.parse(sea.credentials().readerDsn());
    String[] place = dsn.hostAndPort().split(":", 2);
    return new Substrate(
        new SubstrateAddress(
            List.of(new HostPort(place[0], Integer.parseInt(place[1]))),
            dsn.database(),
            dsn.user(),
            new Secret(dsn.password()),
            Map.of()),
        READ_TIMEOUT);
  }

  @Override
  public void close() throws IOException {
    session.close();
    provider.close();
    sea.close();
    Folders.delete(folder);
  }
}
