package dev.kora.memory.sea.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins that read one workspace's rows, and nothing else. Owner's rights. */
public final class Readers {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Connection connection;

  /** The connection must not be in a transaction. */
  public Readers(Connection connection) {
    this.connection = connection;
  }

  /** A login's name that can be told from others; whoever knows it knows nothing. */
  public static String newName() {
    byte[] bytes = new byte[4];
    RANDOM.nextBytes(bytes);
    return "sea_reader_" + HexFormat.of().formatHex(bytes);
  }

  /** Makes the login, or gives the one that is there this workspace and password. */
  public void ensure(String workspaceId, String role, String password) throws SQLException {
    put(workspaceId, role, password, null);
  }

  /** The same for a server's own reader: it can neither log in nor see rows after that time. */
  public void lease(String workspaceId, String role, String password, Duration lifetime)
      throws SQLException {
    put(workspaceId, role, password, lifetime);
  }

  /** Removes a login, if it is there. */
  public void drop(String role) throws SQLException {
    dropWhere("true", role);
  }

  /** Removes the logins of servers that are gone. */
  public void removeExpiredLeases() throws SQLException {
    List<String> roles = new ArrayList<>();
    String sql = "SELECT role_name FROM sea.reader_binding WHERE expires_at < now()";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        roles.add(row.getString(1));
      }
    }
    for (String role : roles) {
      try {
        dropWhere("expires_at < now()", role);
      } catch (SQLException e) {
        // It may own something. It cannot log in any more: no reason not to start.
        LOG.warn("cannot remove the expired reader role {} ({})", role, Connections.firstLine(e));
      }
    }
  }

  /**
   * The binding comes first everywhere: its row lock keeps servers that remove and renew the same
   * login apart.
   */
  private void put(String workspaceId, String role, String password, @Nullable Duration lifetime)
      throws SQLException {
    OwnerTransaction.run(
        connection,
        workspaceId,
        () -> {
          bind(workspaceId, role, lifetime);
          if (!exists(role)) {
            execute("CREATE ROLE %I LOGIN", role);
          }
          // Hashed here: a statement with the password would be written to the database's log.
          connection
              .unwrap(PGConnection.class)
              .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
          execute("ALTER ROLE %I VALID UNTIL %L", role);
          execute("GRANT sea_reader TO %I", role);
        });
  }

  private void bind(String workspaceId, String role, @Nullable Duration lifetime)
      throws SQLException {
    String sql =
        "INSERT INTO sea.reader_binding (role_name, workspace_id, expires_at)"
            + " VALUES (?, ?, now() + make_interval(secs => ?)) ON CONFLICT (role_name)"
            + " DO UPDATE SET workspace_id = excluded.workspace_id, expires_at = excluded.expires_at";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, role);
      statement.setString(2, workspaceId);
      if (lifetime == null) {
        statement.setNull(3, Types.DOUBLE);
      } else {
        statement.setDouble(3, (double) lifetime.toSeconds());
      }
      statement.executeUpdate();
    }
  }

  private void dropWhere(String condition, String role) throws SQLException {
    OwnerTransaction.run(
        connection,
        "",
        () ->
            executeFormatted(
                "DELETE FROM sea.reader_binding WHERE role_name = ? AND "
                    + condition
                    + " RETURNING format('DROP ROLE IF EXISTS %I', role_name)",
                role));
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

  /** With the bound role's name, and the end of its time. */
  private void execute(String template, String role) throws SQLException {
    executeFormatted(
        "SELECT format('"
            + template
            + "', role_name, coalesce(expires_at, 'infinity')) FROM sea.reader_binding"
            + " WHERE role_name = ?",
        role);
  }

  /** Utility statements take no parameters: the server itself quotes the values. */
  private void executeFormatted(String select, String role) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, role);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          execute(row.getString(1));
        }
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
