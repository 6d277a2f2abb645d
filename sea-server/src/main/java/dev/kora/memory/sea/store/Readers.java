package dev.kora.memory.sea.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The logins that read one workspace's rows, and nothing else. Owner's rights. */
public final class Readers {
  private final Connection connection;

  /** The connection must not be in a transaction. */
  public Readers(Connection connection) {
    this.connection = connection;
  }

  /** Makes the login, or gives the one that is there this workspace and password. */
  public void ensure(String workspaceId, String role, String password) throws SQLException {
    OwnerTransaction.run(
        connection,
        workspaceId,
        () -> {
          String verb = exists(role) ? "ALTER" : "CREATE";
          execute(
              verb + " ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L",
              role,
              password);
          execute("GRANT sea_reader TO %I", role, "");
          String bind =
              "INSERT INTO sea.reader_binding (role_name, workspace_id) VALUES (?, ?)"
                  + " ON CONFLICT (role_name) DO UPDATE SET workspace_id = excluded.workspace_id";
          try (PreparedStatement statement = connection.prepareStatement(bind)) {
            statement.setString(1, role);
            statement.setString(2, workspaceId);
            statement.executeUpdate();
          }
        });
  }

  /** Removes a login, if it is there. */
  public void drop(String role) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM sea.reader_binding WHERE role_name = ?")) {
      statement.setString(1, role);
      statement.executeUpdate();
    }
    execute("DROP ROLE IF EXISTS %I", role, "");
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
  private void execute(String template, String first, String second) throws SQLException {
    String sql;
    try (PreparedStatement statement = connection.prepareStatement("SELECT format(?, ?, ?)")) {
      statement.setString(1, template);
      statement.setString(2, first);
      statement.setString(3, second);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        sql = row.getString(1);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
