package dev.kora.memory.benchmarks;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A Sea on its embedded Postgres, which syncs every commit, with eight workspaces. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class SeaState {
  static final int WORKSPACES = 8;

  private final List<String> tokens = new ArrayList<>();
  private SeaServer server;

  /** Starts it. */
  @Setup(Level.Trial)
  public void start() throws SQLException {
    server =
        SeaServer.start(
            SeaOptions.builder()
                .policies(Map.of("policy.actor_scratchpad_writes_per_minute", "1000000"))
                .build());
    try (Connection connection = owner();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < WORKSPACES; i++) {
        String token = Secrets.random();
        new WorkspaceSeed(connection, workspace(i)).ensureWorkspace();
        new ServiceTokens(connection).ensure(workspace(i), token);
        tokens.add(token);
      }
      statement.execute("CREATE TABLE public.bare (id uuid PRIMARY KEY, payload bytea NOT NULL)");
      statement.execute("GRANT INSERT ON public.bare TO sea_writer");
    }
  }

  /** Stops it. */
  @TearDown(Level.Trial)
  public void stop() {
    server.close();
  }

  SeaServer server() {
    return server;
  }

  Connection owner() {
    return Connections.open(Dsn.parse(server.credentials().adminDsn()));
  }

  static String workspace(int number) {
    return "org_" + number;
  }

  String token(int number) {
    return tokens.get(number);
  }
}
