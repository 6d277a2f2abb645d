package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.substrate.Hits;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.SubstrateException;
import dev.kora.memory.isokron.substrate.TestWorkspace;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSea.class)
@Timeout(120)
class NodeReadsTest {
  private static final String FREQUENT = "capybara submarine";
  private static final String TEN_WORDS =
      "axolotl bandicoot cassowary dugong echidna fossa gerenuk hoatzin ibex jerboa";
  private static TestWorkspace workspace;
  private static Substrate substrate;
  private static final SupersededOverlay overlay = new SupersededOverlay();
  private static NodeReads nodes;

  @BeforeAll
  static void start() throws Exception {
    workspace = new TestWorkspace("org_node_reads");
    substrate = workspace.substrate();
    nodes = new NodeReads(new ScratchpadReads(substrate, "kora"), overlay);
  }

  @AfterAll
  static void stop() throws Exception {
    substrate.close();
    workspace.close();
  }

  @AfterEach
  void clear() throws SQLException {
    workspace.run(
        "DELETE FROM kronicle.agent_scratchpad_entries WHERE workspace_id = ?", workspace.id());
  }

  private static UUID node(String body) throws SQLException {
    return workspace.entry("kora", false, "iso_node v0.1\nnode_kind: Tool\ntitle: t\n---\n" + body);
  }

  /** Every fifth has a word that the search function takes for a frequent one then. */
  private static void others(int count, String status) throws SQLException {
    workspace.run(
        """
        INSERT INTO kronicle.agent_scratchpad_entries (scratchpad_entry_id, workspace_id, actor_id,
          content_inline, content_hash, visibility_scope, scratchpad_kind, status, created_at)
        SELECT gen_random_uuid(), a.workspace_id, a.actor_id,
            CASE WHEN i % 5 = 0 THEN 'a capybara' ELSE 'a nutria' END, repeat('0', 64),
            'agent_private', 'hypothesis', ?, clock_timestamp()
          FROM public.actor_registry a CROSS JOIN generate_series(1, ?) i
         WHERE a.workspace_id = ? AND a.actor_kind = 'oracle'
        """,
        status, count, workspace.id());
  }

  private Hits search(String text, int limit) throws SubstrateException {
    return nodes.search(workspace.id(), new NodeQuery("Tool", text, limit, false));
  }

  private static List<UUID> ids(List<ScratchpadRow> rows) {
    return rows.stream().map(ScratchpadRow::id).toList();
  }

  @Test
  void aRevisionIsKnownBothWaysBeforeAnyEventSaysSo() throws Exception {
    UUID old = node("The dunnock.");
    UUID fresh = node("The dunnock, again.");
    overlay.superseded(workspace.id(), old.toString(), fresh.toString());

    ScratchpadRow before = nodes.byId(workspace.id(), old).orElseThrow();
    assertEquals(fresh.toString(), before.supersededBy());
    assertEquals("superseded", before.status());
    ScratchpadRow after = nodes.byId(workspace.id(), fresh).orElseThrow();
    assertEquals(old.toString(), after.supersedes());
    assertEquals("active", after.status());
    ScratchpadRow found = search("dunnock", 5).rows().get(0);
    assertEquals(after, found);
  }

  @Test
  void anOlderNodeWithAFrequentWordIsFoundAmongOthersOrTheAnswerIsPartial() throws Exception {
    UUID node = node("The capybara.");
    others(600, "active");
    Hits hits = search(FREQUENT, 5);
    assertEquals(List.of(node), ids(hits.rows()));
    assertFalse(hits.bounded());
    assertEquals(List.of(node), ids(nodes.relevant(workspace.id(), FREQUENT, 5)));

    others(1_500, "active");
    Hits partial = search(FREQUENT, 5);
    assertEquals(List.of(), ids(partial.rows()));
    assertTrue(partial.bounded());
  }

  @Test
  void aWordThatOnlySupersededNewerOnesHaveOftenIsAFrequentOneToo() throws Exception {
    UUID node = node("The capybara.");
    others(600, "superseded");
    Hits hits = search(FREQUENT, 5);
    assertEquals(List.of(node), ids(hits.rows()));
    assertFalse(hits.bounded());
  }

  @Test
  void rareWordsAreLookedForEverywhereHoweverManyEntriesThereAre() throws Exception {
    Set<UUID> made = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      made.add(node("The axolotl."));
    }
    others(2_100, "active");
    Hits hits = search("axolotl submarine", 20);
    assertEquals(made, Set.copyOf(ids(hits.rows())));
    assertFalse(hits.bounded());
  }

  @Test
  void moreThanTheSearchFunctionLooksAtOfOneWordAmongManyAreFound() throws Exception {
    Set<UUID> made = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      made.add(node("The axolotl."));
    }
    others(600, "active");
    Hits hits = search(TEN_WORDS, 50);
    assertEquals(made, Set.copyOf(ids(hits.rows())));
    assertFalse(hits.bounded());
  }

  @Test
  void aPartOfAWordIsFoundAmongTheNewestAndPastThemTheAnswerIsPartial() throws Exception {
    UUID node = node("The hippopotamus.");
    others(600, "active");
    Hits hits = search("popotam", 5);
    assertEquals(List.of(node), ids(hits.rows()));
    assertFalse(hits.bounded());
    others(4_500, "active");
    Hits partial = search("popotam", 5);
    assertEquals(List.of(), ids(partial.rows()));
    assertTrue(partial.bounded());
  }
}
