package dev.kora.memory.sea.schema;

import dev.kora.memory.sea.store.OwnerTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Makes a workspace with its canonical actors. Owner's rights. */
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
    OwnerTransaction.run(
        connection,
        workspaceId,
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

  private void update(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
