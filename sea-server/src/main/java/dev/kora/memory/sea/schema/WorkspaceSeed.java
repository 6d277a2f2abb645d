package dev.kora.memory.sea.schema;

import dev.kora.memory.sea.store.TokenHash;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes a workspace with its canonical actors, and what lets clients into it. Owner's rights. */
public final class WorkspaceSeed {
  private static final List<String> ACTOR_KINDS =
      List.of(
          "operator",
          "oracle",
          "critic",
          "claude_pm",
          "hermes",
          "kora",
          "platform_seal",
          "platform_rollback",
          "platform_session_expiry");

  private final Connection connection;
  private final String workspaceId;

  /** For this workspace; the connection must not be in a transaction. */
  public WorkspaceSeed(Connection connection, String workspaceId) {
    this.connection = connection;
    this.workspaceId = workspaceId;
  }

  /**
   * Makes what is missing of the workspace. Its chain's head only together with the workspace: one
   * that is gone later is for the verifier to find.
   */
  public void ensureWorkspace() throws SQLException {
    inTransaction(
        () -> {
          update(
              "WITH made AS (INSERT INTO hivex_foundation.tenant (clerk_org_id) VALUES (?)"
                  + " ON CONFLICT (clerk_org_id) DO NOTHING RETURNING tenant_id, clerk_org_id)"
                  + " INSERT INTO hivex_foundation.chain_head (tenant_id, seq, this_event_hash)"
                  + " SELECT tenant_id, 0, sea.genesis(clerk_org_id) FROM made",
              workspaceId);
          for (String kind : ACTOR_KINDS) {
            update(
                "INSERT INTO public.actor_registry (workspace_id, actor_kind, display_name, canonical)"
                    + " VALUES (?, ?, ?, true) ON CONFLICT DO NOTHING",
                workspaceId,
                kind,
                kind);
          }
        });
  }

  /** Lets this token write as the workspace's {@code kora}. */
  public void ensureToken(String token) throws SQLException {
    inTransaction(
        () -> {
          String sql =
              "INSERT INTO sea.service_token (token_sha256, workspace_id, actor_id)"
                  + " SELECT ?, a.workspace_id, a.actor_id FROM public.actor_registry a"
                  + " WHERE a.workspace_id = ? AND a.actor_kind = 'kora' AND a.canonical"
                  + " ON CONFLICT (token_sha256) DO NOTHING";
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, TokenHash.of(token).toBytes());
            statement.setString(2, workspaceId);
            statement.executeUpdate();
          }
        });
  }

  /** Makes a login that reads this workspace's rows, and nothing else. */
  public void ensureReader(String role, String password) throws SQLException {
    inTransaction(
        () -> {
          String verb = exists(role) ? "ALTER" : "CREATE";
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                format(
                    verb + " ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L",
                    role,
                    password));
            statement.execute(format("GRANT sea_reader TO %I", role, ""));
          }
          update(
              "INSERT INTO sea.reader_binding (role_name, workspace_id) VALUES (?, ?)"
                  + " ON CONFLICT (role_name) DO UPDATE SET workspace_id = excluded.workspace_id",
              role,
              workspaceId);
        });
  }

  /** Takes back what a server without a folder of its own made for its own time. */
  public void withdraw(String role, String token) throws SQLException {
    inTransaction(
        () -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE sea.service_token SET revoked_at = now() WHERE token_sha256 = ?")) {
            statement.setBytes(1, TokenHash.of(token).toBytes());
            statement.executeUpdate();
          }
          update("DELETE FROM sea.reader_binding WHERE role_name = ?", role);
          try (Statement statement = connection.createStatement()) {
            statement.execute(format("DROP ROLE IF EXISTS %I", role, ""));
          }
        });
  }

  private boolean exists(String role) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM pg_catalog.pg_roles WHERE rolname = ?")) {
      statement.setString(1, role);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Utility statements take no parameters: the server itself quotes the values. */
  private String format(String template, String first, String second) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT format(?, ?, ?)")) {
      statement.setString(1, template);
      statement.setString(2, first);
      statement.setString(3, second);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void update(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private void inTransaction(Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Workspaces.enter(connection, workspaceId);
      work.run();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private interface Work {
    void run() throws SQLException;
  }
}
