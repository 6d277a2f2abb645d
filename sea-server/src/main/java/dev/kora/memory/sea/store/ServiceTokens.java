package dev.kora.memory.sea.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The service tokens, of which only hashes are stored. Owner's rights. */
public final class ServiceTokens {
  private final Connection connection;

  /** The connection must not be in a transaction. */
  public ServiceTokens(Connection connection) {
    this.connection = connection;
  }

  /** Lets this token write as the workspace's {@code kora}. */
  public void ensure(String workspaceId, String token) throws SQLException {
    OwnerTransaction.run(
        connection,
        workspaceId,
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

  /** Takes it back. */
  public void revoke(String token) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE sea.service_token SET revoked_at = now()"
                + " WHERE token_sha256 = ? AND revoked_at IS NULL")) {
      statement.setBytes(1, TokenHash.of(token).toBytes());
      statement.executeUpdate();
    }
  }
}
