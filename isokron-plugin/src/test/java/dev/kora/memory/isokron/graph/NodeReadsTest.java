package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.substrate.Hits;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.TestWorkspace;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSea.class)
@Timeout(120)
class NodeReadsTest {
  private static final String FREQUENT = "capybara submarine";
  private TestWorkspace workspace;
  private Substrate substrate;
  private NodeReads nodes;

  @BeforeEach
  void start() throws Exception {
    workspace = new TestWorkspace("org_node_reads");
    substrate = workspace.substrate();
    nodes = new NodeReads(new ScratchpadReads(substrate, "kora"), new SupersededOverlay());
  }

  @AfterEach
  void stop() throws Exception {
    workspace.run(
        "DELETE FROM kronicle.agent_scratchpad_entries WHERE workspace_id = ?", workspace.id());
    substrate.close();
    workspace.close();
  }

  /** Every fifth has a word that the search function takes for a frequent one then. */
  private void others(int count) throws SQLException {
    workspace.run(
        """
        INSERT INTO kronicle.agent_scratchpad_entries (scratchpad_entry_id, workspace_id, actor_id,
          content_inline, content_hash, visibility_scope, scratchpad_kind, created_at)
        SELECT gen_random_uuid(), a.workspace_id, a.actor_id,
            CASE WHEN i % 5 = 0 THEN 'a capybara' ELSE 'a nutria' END, repeat('0', 64),
            'agent_private', 'hypothesis', clock_timestamp()
          FROM public.actor_registry a CROSS JOIN generate_series(1, ?) i
         WHERE a.workspace_id = ? AND a.actor_kind = 'oracle'
        """,
        count, workspace.id());
  }

  private static List<UUID> ids(List<ScratchpadRow> rows) {
    return rows.stream().map(ScratchpadRow::id).toList();
  }

  @Test
  void anOlderNodeWithAFrequentWordIsFoundAmongOthersOrTheAnswerIsPartial() throws Exception {
    UUID node =
        workspace.entry(
            "kora", false, "iso_node v0.1\nnode_kind: Tool\ntitle: t\n---\nThe capybara.");
    others(600);
    NodeQuery query = new NodeQuery("Tool", FREQUENT, 5, false);
    Hits hits = nodes.search(workspace.id(), query);
    assertEquals(List.of(node), ids(hits.rows()));
    assertFalse(hits.bounded());
    assertEquals(List.of(node), ids(nodes.relevant(workspace.id(), FREQUENT, 5)));

    others(1_500);
    Hits partial = nodes.search(workspace.id(), query);
    assertEquals(List.of(), ids(partial.rows()));
    assertTrue(partial.bounded());
  }
}
