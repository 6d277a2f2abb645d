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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One real server for the JVM's tests; each test takes a workspace of its own. It serves an
 * embedded Postgres, or a database of its own on the server of {@code SEA_TEST_DSN}, a superuser's,
 * where that is set.
 */
public final class TestSea {
  private static final TestSea SHARED = new TestSea();

  private final SeaServer server;
  private final EventStore store;
  private final List<SeaServer> others = new CopyOnWriteArrayList<>();

  private TestSea() {
    String given = System.getenv("SEA_TEST_DSN");
    GivenDatabase database = given == null ? null : GivenDatabase.create(Dsn.parse(given));
    SeaOptions.Builder options = SeaOptions.builder();
    server =
        SeaServer.start(
            database == null ? options.build() : options.dsn(database.dsn().uri()).build());
    store = EventStore.open(admin());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  others.forEach(SeaServer::close);
                  store.close();
                  server.close();
                  if (database != null) {
                    database.drop();
                  }
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

  /** Where tests write faster than people do. */
  public Workspace newWorkspace() throws SQLException {
    return newWorkspace(Map.of("policy.actor_scratchpad_writes_per_minute", "1000000"));
  }

  public Workspace newWorkspace(Map<String, String> policies) throws SQLException {
    String id = "org_" + UUID.randomUUID();
    String token = Secrets.random();
    Dsn reader = admin().withUser("r_" + UUID.randomUUID(), Secrets.random());
    try (Connection connection = Connections.open(admin())) {
      new WorkspaceSeed(connection, id).ensureWorkspace(policies);
      new ServiceTokens(connection).ensure(id, token);
      new Readers(connection).ensure(id, reader.user(), reader.password());
    }
    Caller caller = store.resolve(TokenHash.of(token)).orElseThrow();
    return new Workspace(id, token, caller, reader);
  }

  /** A caller in this workspace whose token is for its canonical actor of another kind. */
  public Caller callerOf(Workspace workspace, String actorKind) throws SQLException {
    String token = Secrets.random();
    tamper(
        "INSERT INTO sea.service_token (token_sha256, workspace_id, actor_id)"
            + " SELECT '\\x%s', workspace_id, actor_id FROM public.actor_registry"
                .formatted(HexFormat.of().formatHex(TokenHash.of(token).toBytes()))
            + " WHERE workspace_id = '%s' AND actor_kind = '%s'"
                .formatted(workspace.id(), actorKind));
    return store.resolve(TokenHash.of(token)).orElseThrow();
  }

  /** One value, as the superuser. */
  public String query(String sql) throws SQLException {
    try (Connection connection = Connections.open(admin());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
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
