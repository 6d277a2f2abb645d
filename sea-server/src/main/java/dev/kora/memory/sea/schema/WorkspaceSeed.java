package dev.kora.memory.sea.schema;

import dev.kora.memory.sea.store.OwnerTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Makes a workspace: its chain's head, canonical actors, charter, policies and constitution.
 * Owner's rights.
 */
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

  /** Makes the workspace with the seeds as they are, unless it is there. */
  public void ensureWorkspace() throws SQLException {
    ensureWorkspace(Map.of());
  }

  /**
   * Makes the workspace, unless it is there. Whole or not at all, and never a part of it later:
   * what is missing of an old workspace was removed, and that is for others to judge.
   *
   * @param policies policy path to JSON value, where it shall differ from the seed
   * @throws dev.kora.memory.sea.SeaException if a policy cannot be meant
   */
  public void ensureWorkspace(Map<String, String> policies) throws SQLException {
    Policies.check(policies);
    OwnerTransaction.run(
        connection,
        workspaceId,
        () -> {
          int made =
              update(
                  "INSERT INTO hivex_foundation.tenant (clerk_org_id) VALUES (?)"
                      + " ON CONFLICT (clerk_org_id) DO NOTHING",
                  workspaceId);
          if (made == 1) {
            seed(policies);
          }
        });
  }

  private void seed(Map<String, String> policies) throws SQLException {
    update(
        "INSERT INTO hivex_foundation.chain_head (tenant_id, seq, this_event_hash)"
            + " SELECT tenant_id, 0, sea.genesis(clerk_org_id) FROM hivex_foundation.tenant"
            + " WHERE clerk_org_id = ?",
        workspaceId);
    for (String kind : ACTOR_KINDS) {
      update(
          "INSERT INTO public.actor_registry (workspace_id, actor_kind, display_name, canonical)"
              + " VALUES (?, ?, ?, true)",
          workspaceId,
          kind,
          kind);
    }
    update(
        "INSERT INTO public.kora_policy_registry (workspace_id, policy_path, policy_value)"
            + " SELECT ?, key, value FROM jsonb_each(?::jsonb)",
        workspaceId,
        Policies.seeds());
    for (Map.Entry<String, String> policy : policies.entrySet()) {
      update(
          "UPDATE public.kora_policy_registry SET policy_value = ?::jsonb"
              + " WHERE workspace_id = ? AND policy_path = ?",
          policy.getValue(),
          workspaceId,
          policy.getKey());
    }
    update(
        "INSERT INTO public.kora_role_charter"
            + " (workspace_id, schema_version, content_md, content_jsonb, content_hash)"
            + " SELECT ?, (sections->>'schema_version')::int, text, sections,"
            + " encode(sha256(convert_to(text, 'UTF8')), 'hex')"
            + " FROM (SELECT ?::text AS text, ?::jsonb AS sections) charter",
        workspaceId,
        Resource.text("charter.md"),
        Resource.text("charter.json"));
    // The first constitution has one rule: the charter.
    update(
        "INSERT INTO kronicle.workspace_constitution_revisions"
            + " (workspace_id, revision_number, rules_hash)"
            + " SELECT workspace_id, 1, decode(content_hash, 'hex')"
            + " FROM public.kora_role_charter WHERE workspace_id = ?",
        workspaceId);
  }

  private int update(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
