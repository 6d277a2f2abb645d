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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A workspace of a test's own on a Sea that serves others too. */
public record SeaWorkspace(String id, String token, String readerDsn, String adminDsn) {

  /** The one that a server's own credentials are for. */
  public static SeaWorkspace of(SeaServer sea) {
    return new SeaWorkspace(
        sea.workspaceId(),
        sea.credentials().token(),
        sea.credentials().readerDsn(),
        sea.credentials().adminDsn());
  }

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

  /** The first column of what a query finds, as the superuser; a {@code %s} is this one's id. */
  public List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = Connections.open(Dsn.parse(adminDsn));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted("'" + id + "'"))) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  /** All that writes leave in it, as a short text: another one if any row came, went or changed. */
  public String written() throws SQLException {
    return texts(
            """
            SELECT count(*) || ' rows, '
                || md5(coalesce(string_agg(line, chr(10) ORDER BY line), ''))
              FROM (SELECT e::text FROM kronicle.agent_scratchpad_entries e
                     WHERE e.workspace_id = %1$s
                    UNION ALL
                    SELECT l::text FROM public.relationlink l WHERE l.workspace_id = %1$s
                    UNION ALL
                    SELECT v::text FROM hivex_foundation.event_log v
                      JOIN hivex_foundation.tenant t ON t.tenant_id = v.tenant_id
                     WHERE t.clerk_org_id = %1$s) written (line)
            """)
        .get(0);
  }

  /** From now on its token stands for an actor of another kind. */
  public void handTokenTo(String actorKind) throws SQLException {
    sql(
        "UPDATE sea.service_token SET actor_id = (SELECT a.actor_id FROM public.actor_registry a"
            + " WHERE a.workspace_id = %1$s AND a.actor_kind = '"
            + actorKind
            + "') WHERE workspace_id = %1$s");
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
