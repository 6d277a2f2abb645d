package dev.kora.memory.isokron;

import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** A workspace of a test's own on a Sea that serves others too. */
public record SeaWorkspace(String id, String token, String readerDsn, String adminDsn) {

  /** Seeds one where tests write faster than people do. */
  public static SeaWorkspace create(SeaServer sea) throws SQLException {
    String id = "org_" + UUID.randomUUID();
    String token = Secrets.random();
    Dsn admin = Dsn.parse(sea.credentials().adminDsn());
    Dsn reader = admin.withUser("r_" + UUID.randomUUID(), Secrets.random());
    seed(sea, id);
    try (Connection connection = Connections.open(admin)) {
      new ServiceTokens(connection).ensure(id, token);
      new Readers(connection).ensure(id, reader.user(), reader.password());
    }
    return new SeaWorkspace(id, token, reader.uri(), admin.uri());
  }

  /** Seeds a workspace, without a token or a reader. */
  public static void seed(SeaServer sea, String id) throws SQLException {
    try (Connection connection = Connections.open(Dsn.parse(sea.credentials().adminDsn()))) {
      new WorkspaceSeed(connection, id)
          .ensureWorkspace(Map.of("policy.actor_scratchpad_writes_per_minute", "1000000"));
    }
  }

  /** A transaction of the superuser; a table that nobody else can read until it ends. */
  public Connection locked(String table) throws SQLException {
    Connection connection = Connections.open(Dsn.parse(adminDsn));
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  /** One number, as the superuser. */
  public int number(String sql) throws SQLException {
    try (Connection connection = Connections.open(Dsn.parse(adminDsn));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  /** As the superuser, past every policy; a {@code %s} is this workspace's id. */
  public void sql(String... statements) throws SQLException {
    try (Connection connection = Connections.open(Dsn.parse(adminDsn));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql.formatted("'" + id + "'"));
      }
    }
  }
}
