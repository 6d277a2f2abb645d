package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the agents' provider reads at every turn comes from an index, past the row policies, in a
 * workspace of 20,000 rows. The queries are the provider's.
 */
class ReaderPlansTest {
  private static final int ROWS = 20_000;
  private static final String TENANT =
      " e.tenant_id = (SELECT t.tenant_id FROM hivex_foundation.tenant t WHERE t.clerk_org_id = ?)";

  private static final TestSea SEA = TestSea.shared();
  private static Workspace workspace;

  @BeforeAll
  static void fill() throws SQLException {
    workspace = SEA.newWorkspace();
    SEA.tamper(
        """
        INSERT INTO hivex_foundation.event_log (event_id, tenant_id, seq, event_key, event_type,
          actor_id, actor_kind, occurred_at, occurred_us, emitted_us, payload, payload_c14n,
          payload_sha256, prev_event_hash, this_event_hash, hash_version)
        SELECT gen_random_uuid(), t.tenant_id, i, gen_random_uuid(),
            CASE WHEN i %% 100 = 0 THEN 'kora.node.superseded' WHEN i %% 4 = 0 THEN 'kora.test.ran'
              ELSE 'kronicle.agent_scratchpad.created' END,
            a.actor_id, a.actor_kind, now() - i * interval '1 second', i, i,
            jsonb_build_object('superseded_entry_id', md5('a' || i)::uuid,
              'new_entry_id', md5('b' || i)::uuid), '', h.h, h.h, h.h, 1
          FROM hivex_foundation.tenant t
          JOIN public.actor_registry a ON a.workspace_id = t.clerk_org_id AND a.actor_kind = 'kora'
          CROSS JOIN generate_series(1, %d) i
          CROSS JOIN LATERAL (SELECT sha256(convert_to(t.tenant_id::text || i, 'UTF8')) AS h) h
         WHERE t.clerk_org_id = '%s'
        """
            .formatted(ROWS, workspace.id()),
        """
        INSERT INTO kronicle.agent_scratchpad_entries (workspace_id, actor_id, content_inline,
          content_hash, visibility_scope, scratchpad_kind, created_at)
        SELECT workspace_id, actor_id, 'text ' || i, repeat('0', 64),
            CASE WHEN i %% 100 = 0 THEN 'cross_agent_dereferenceable' ELSE 'agent_private' END,
            'hypothesis', now() - i * interval '1 second'
          FROM public.actor_registry, generate_series(1, %d) i
         WHERE actor_kind = 'kora' AND workspace_id = '%s'
        """
            .formatted(ROWS, workspace.id()),
        "ANALYZE hivex_foundation.event_log",
        "ANALYZE kronicle.agent_scratchpad_entries");
  }

  /** No chain of other tests' making: who looks at all workspaces is not to find it. */
  @AfterAll
  static void empty() throws SQLException {
    SEA.tamper(
        "DELETE FROM hivex_foundation.event_log e USING hivex_foundation.tenant t"
            + " WHERE t.tenant_id = e.tenant_id AND t.clerk_org_id = '%s'"
                .formatted(workspace.id()),
        "DELETE FROM kronicle.agent_scratchpad_entries WHERE workspace_id = '%s'"
            .formatted(workspace.id()));
  }

  @Test
  void theNewestKoraEventsComeFromTheirIndexInItsOrder() throws SQLException {
    String plan =
        plan(
            "SELECT e.event_id, e.event_type, e.occurred_at, left(e.payload::text, 4000)"
                + " FROM hivex_foundation.event_log e WHERE"
                + TENANT
                + " AND e.event_type LIKE 'kora.%' ORDER BY e.occurred_at DESC, e.event_id DESC"
                + " LIMIT ?",
            workspace.id(),
            50);
    assertTrue(plan.contains("event_log_recent"), plan);
    assertFalse(plan.contains("Sort"), plan);
  }

  @Test
  void supersessionsAreLookedForAmongSupersessionsOnly() throws SQLException {
    String plan =
        plan(
            "SELECT lower(e.payload->>'superseded_entry_id'), lower(e.payload->>'new_entry_id')"
                + " FROM hivex_foundation.event_log e"
                + " JOIN public.actor_registry a ON a.actor_id = e.actor_id WHERE"
                + TENANT
                + " AND e.event_type = 'kora.node.superseded' AND a.actor_kind = 'kora'"
                + " AND (lower(e.payload->>'superseded_entry_id') = ANY(?::text[])"
                + " OR lower(e.payload->>'new_entry_id') = ANY(?::text[]))"
                + " ORDER BY e.occurred_at, e.event_id",
            workspace.id(),
            "{7}",
            "{7}");
    assertTrue(plan.contains("event_log_superseded"), plan);
  }

  @Test
  void whatOthersShareIsFoundWithoutAWalkThroughWhatTheyDoNot() throws SQLException {
    String plan =
        plan(
            "SELECT s.scratchpad_entry_id, r.actor_kind, r.display_name, s.content_inline,"
                + " s.created_at FROM kronicle.agent_scratchpad_entries s"
                + " JOIN public.actor_registry r ON r.actor_id = s.actor_id"
                + " WHERE s.workspace_id = ? AND s.status = 'active' AND r.actor_kind <> ?"
                + " AND s.visibility_scope = 'cross_agent_dereferenceable'"
                + " ORDER BY s.created_at DESC, s.scratchpad_entry_id DESC LIMIT ?",
            workspace.id(),
            "oracle",
            200);
    assertTrue(plan.contains("agent_scratchpad_entries_shared"), plan);
  }

  private static String plan(String sql, Object... parameters) throws SQLException {
    try (Connection connection = Connections.open(workspace.reader())) {
      connection.setAutoCommit(false);
      Workspaces.enter(connection, workspace.id());
      try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql)) {
        for (int i = 0; i < parameters.length; i++) {
          explain.setObject(i + 1, parameters[i]);
        }
        List<String> lines = new ArrayList<>();
        try (ResultSet row = explain.executeQuery()) {
          while (row.next()) {
            lines.add(row.getString(1));
          }
        }
        return String.join("\n", lines);
      }
    }
  }
}
