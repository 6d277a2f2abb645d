package dev.kora.memory.sea.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The service tokens, of which only hashes are stored. Owner's rights. */
public final class ServiceTokens {
  private static final String VALID =
      "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())";
  private static final String COLUMNS =
      "k.token_id, k.workspace_id, a.actor_kind, k.created_at, k.expires_at, k.of_server,"
          + " CASE WHEN k.revoked_at IS NOT NULL THEN 'REVOKED'"
          + " WHEN k.expires_at <= clock_timestamp() THEN 'EXPIRED' ELSE 'VALID' END AS state";

  private final Connection connection;

  /** The connection must not be in a transaction. */
  public ServiceTokens(Connection connection) {
    this.connection = connection;
  }

  /** Lets this token write as the workspace's {@code kora}, unless it has been revoked. */
  public void ensure(String workspaceId, String token) throws SQLException {
    put(workspaceId, "kora", token, null, false);
  }

  /** The same for a server's own token, which ends with it: at a time, or null with its data. */
  public void lease(String workspaceId, String token, @Nullable Duration lifetime)
      throws SQLException {
    put(workspaceId, "kora", token, lifetime, true);
  }

  /**
   * Lets a new token write as one of the workspace's canonical actors.
   *
   * @param lifetime null for ever
   * @return what is now known of it; empty if the workspace has no such actor
   */
  public Optional<ServiceToken> create(
      String workspaceId, String actorKind, String token, @Nullable Duration lifetime)
      throws SQLException {
    put(workspaceId, actorKind, token, lifetime, false);
    return select(workspaceId, "k.token_sha256 = ?", TokenHash.of(token).toBytes()).stream()
        .findFirst();
  }

  /** All of them, those of one workspace together, the oldest first. */
  public List<ServiceToken> list() throws SQLException {
    List<ServiceToken> all = new ArrayList<>();
    for (Workspaces.Summary workspace : Workspaces.list(connection)) {
      all.addAll(select(workspace.id(), "k.workspace_id = ?", workspace.id()));
    }
    return all;
  }

  /** Takes a token back, now and for ever; false if there is none of this id. */
  public boolean revoke(UUID id) throws SQLException {
    return update(
            "UPDATE sea.service_token SET revoked_at = coalesce(revoked_at, now())"
                + " WHERE token_id = ?",
            id)
        > 0;
  }

  /** Whether this token has been taken back. */
  public boolean isRevoked(String token) throws SQLException {
    return exists("token_sha256 = ? AND revoked_at IS NOT NULL", TokenHash.of(token).toBytes());
  }

  /** Whether anybody but a server itself can be let in. */
  public boolean anyForClients() throws SQLException {
    return exists("of_server = ? AND " + VALID, false);
  }

  /** Forgets a server's own token. */
  public void endLease(String token) throws SQLException {
    update(
        "DELETE FROM sea.service_token WHERE token_sha256 = ? AND of_server",
        TokenHash.of(token).toBytes());
  }

  /** Forgets the tokens of servers that are gone. */
  public void removeExpiredLeases() throws SQLException {
    update("DELETE FROM sea.service_token WHERE of_server = ? AND expires_at < now()", true);
  }

  private void put(
      String workspaceId,
      String actorKind,
      String token,
      @Nullable Duration lifetime,
      boolean ofServer)
      throws SQLException {
    String sql =
        "INSERT INTO sea.service_token (token_sha256, workspace_id, actor_id, of_server, expires_at)"
            + " SELECT ?, a.workspace_id, a.actor_id, ?, now() + make_interval(secs => ?)"
            + " FROM public.actor_registry a"
            + " WHERE a.workspace_id = ? AND a.actor_kind = ? AND a.canonical"
            + " ON CONFLICT (token_sha256) DO UPDATE SET expires_at = excluded.expires_at";
    OwnerTransaction.run(
        connection,
        workspaceId,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, TokenHash.of(token).toBytes());
            statement.setBoolean(2, ofServer);
            if (lifetime == null) {
              statement.setNull(3, Types.DOUBLE);
            } else {
              statement.setDouble(3, (double) lifetime.toSeconds());
            }
            statement.setString(4, workspaceId);
            statement.setString(5, actorKind);
            statement.executeUpdate();
          }
        });
  }

  private List<ServiceToken> select(String workspaceId, String condition, Object value)
      throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM sea.service_token k JOIN public.actor_registry a USING (actor_id) WHERE "
            + condition
            + " ORDER BY k.created_at";
    return OwnerTransaction.call(
        connection,
        workspaceId,
        () -> {
          List<ServiceToken> found = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                found.add(read(row));
              }
            }
          }
          return found;
        });
  }

  private static ServiceToken read(ResultSet row) throws SQLException {
    OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
    return new ServiceToken(
        row.getObject("token_id", UUID.class),
        row.getString("workspace_id"),
        row.getString("actor_kind"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        expires == null ? null : expires.toInstant(),
        row.getBoolean("of_server"),
        ServiceToken.State.valueOf(row.getString("state")));
  }

  private boolean exists(String condition, Object value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT EXISTS (SELECT FROM sea.service_token WHERE " + condition + ")")) {
      statement.setObject(1, value);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private int update(String sql, Object value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, value);
      return statement.executeUpdate();
    }
  }
}
