package dev.kora.memory.sea;

import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import dev.kora.memory.sea.store.TokenHash;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** One real server for the JVM's tests; each test takes a workspace of its own. */
public final class TestSea {
  private static final TestSea SHARED = new TestSea();

  private final SeaServer server;
  private final EventStore store;
  private final List<SeaServer> others = new CopyOnWriteArrayList<>();

  private TestSea() {
    server = SeaServer.start(SeaOptions.builder().build());
    store = EventStore.open(admin());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  others.forEach(SeaServer::close);
                  store.close();
                  server.close();
                }));
  }

  /** A workspace that nobody else uses, with a token and a reader. */
  public record Workspace(String id, String token, Caller caller, Dsn reader) {}

  public static TestSea shared() {
    return SHARED;
  }

  public SeaServer server() {
    return server;
  }

  /** A server on the same database, to be closed before that ends. */
  public void beforeEnd(SeaServer other) {
    others.add(other);
  }

  public EventStore store() {
    return store;
  }

  public Dsn admin() {
    return Dsn.parse(server.credentials().adminDsn());
  }

  public Workspace newWorkspace() throws SQLException {
    String id = "org_" + UUID.randomUUID();
    String token = Secrets.random();
    Dsn reader = admin().withUser("r_" + UUID.randomUUID(), Secrets.random());
    try (Connection connection = Connections.open(admin())) {
      new WorkspaceSeed(connection, id).ensureWorkspace();
      new ServiceTokens(connection).ensure(id, token);
      new Readers(connection).ensure(id, reader.user(), reader.password());
    }
    Caller caller = store.resolve(TokenHash.of(token)).orElseThrow();
    return new Workspace(id, token, caller, reader);
  }

  /** As the superuser, past every policy. */
  public void tamper(String... statements) throws SQLException {
    try (Connection connection = Connections.open(admin());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
