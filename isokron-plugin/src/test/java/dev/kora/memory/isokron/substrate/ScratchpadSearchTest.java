package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.provider.SharedSea;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSea.class)
@Timeout(120)
class ScratchpadSearchTest {
  private static final ScratchpadScope ALL = new ScratchpadScope(true, null, null);
  private static TestWorkspace workspace;
  private static Substrate substrate;

  @BeforeAll
  static void start() throws Exception {
    workspace = new TestWorkspace("org_search");
    substrate = workspace.substrate();
  }

  @AfterAll
  static void stop() throws Exception {
    substrate.close();
    workspace.close();
  }

  private static ScratchpadReads reads() {
    return new ScratchpadReads(substrate, "kora");
  }

  private static List<UUID> ids(Hits hits) {
    return hits.rows().stream().map(ScratchpadRow::id).toList();
  }

  private static List<UUID> byFunction(ScratchpadReads reads, String text, ScratchpadScope scope)
      throws SubstrateException {
    return ids(reads.byFunction(workspace.id(), text, scope));
  }

  private static List<UUID> among(ScratchpadReads reads, String text, ScratchpadScope scope)
      throws SubstrateException {
    return ids(reads.searchNewest(workspace.id(), text, 200, scope));
  }

  @Test
  void aFunctionThatGoesInMidLifeFindsNothingTheNewestAreTheSameAndOneThatComesBackIsFound()
      throws Exception {
    UUID one = workspace.entry("kora", false, "the narwhal swims");
    UUID best = workspace.entry("kora", false, "narwhal tusks, narwhal song");
    workspace.entry("kora", false, "a walrus");
    UUID shared = workspace.entry("oracle", true, "narwhal of another agent");
    workspace.entry("oracle", false, "narwhal kept private");
    ScratchpadReads reads = reads();
    List<UUID> before = byFunction(reads, "narwhal tusks", ScratchpadScope.OWN);
    assertEquals(List.of(best, one), before);
    assertEquals(before, among(reads, "narwhal tusks", ScratchpadScope.OWN));
    assertTrue(byFunction(reads, "narwhal", ALL).contains(shared));
    assertEquals(3, byFunction(reads, "narwhal", ALL).size());
    assertEquals(3, among(reads, "narwhal", ALL).size());
    workspace.run("ALTER FUNCTION kronicle.search_scratchpad(text, integer) RENAME TO gone");
    try {
      for (ScratchpadReads either : List.of(reads, reads())) {
        Hits none = either.byFunction(workspace.id(), "narwhal tusks", ScratchpadScope.OWN);
        assertEquals(List.of(), ids(none));
        assertTrue(none.bounded());
      }
    } finally {
      workspace.run("ALTER FUNCTION kronicle.gone(text, integer) RENAME TO search_scratchpad");
    }
    assertEquals(before, byFunction(reads(), "narwhal tusks", ScratchpadScope.OWN));
  }

  @Test
  void signsOfQueriesAndPatternsAreOnlyText() throws Exception {
    UUID odd = workspace.entry("kora", false, "100%_sure 'quoted' back\\slash & more");
    ScratchpadReads reads = reads();
    for (String query :
        List.of("'&|!:*", "'; DROP TABLE x; --", "%", "_", "\\", "a & !y <-> (z", "\"", "", "…")) {
      assertEquals(List.of(), byFunction(reads, query, ALL), query);
      assertEquals(List.of(), among(reads, query, ALL), query);
    }
    assertEquals(List.of(odd), byFunction(reads, "quoted!", ALL));
    assertEquals(List.of(odd), among(reads, "quoted!", ALL));
    for (String part : List.of("100%_", "'QUOTED'", "K\\S", "& m")) {
      assertEquals(
          List.of(odd), ids(reads.containing(workspace.id(), part, 10, ScratchpadScope.OWN)), part);
    }
    for (String absent : List.of("1__%", "'; DROP TABLE x; --", "a & !y <-> (z", "\"")) {
      assertEquals(List.of(), ids(reads.containing(workspace.id(), absent, 10, ALL)), absent);
    }
  }

  @Test
  void theScopeIsHowATextBegins() throws Exception {
    UUID plain = workspace.entry("kora", false, "begin quokka");
    UUID node = workspace.entry("kora", false, "iso_node v0.1\nnode_kind: Tool\nquokka");
    UUID turn = workspace.entry("kora", false, "iso_turn v0.1\nquokka");
    ScratchpadScope noTurns = new ScratchpadScope(false, null, "iso_turn v0.1\n");
    ScratchpadScope tools = new ScratchpadScope(false, "iso_node v0.1\nnode_kind: Tool\n", null);
    for (boolean function : List.of(true, false)) {
      assertEquals(List.of(node), found(function, tools));
      assertEquals(
          List.of(node, plain), found(function, noTurns).stream().sorted(newest(node)).toList());
      assertEquals(3, found(function, ScratchpadScope.OWN).size());
    }
    List<UUID> newest = ids(reads().newest(workspace.id(), 10, ScratchpadScope.OWN));
    assertEquals(List.of(turn, node, plain), newest.subList(0, 3));
    newest = ids(reads().newest(workspace.id(), 10, noTurns));
    assertEquals(List.of(node, plain), newest.subList(0, 2));
  }

  private static Comparator<UUID> newest(UUID first) {
    return Comparator.comparing(id -> !id.equals(first));
  }

  private static List<UUID> found(boolean function, ScratchpadScope scope)
      throws SubstrateException {
    return function ? byFunction(reads(), "quokka", scope) : among(reads(), "quokka", scope);
  }

  @Test
  void onlyTheAgentsOwnEventsHideOnlyItsOwnEntriesAndTheFirstCounts() throws Exception {
    UUID a = workspace.entry("kora", true, "iguana a");
    UUID b = workspace.entry("kora", true, "iguana b");
    UUID c = workspace.entry("kora", true, "iguana c");
    UUID d = workspace.entry("kora", true, "iguana d");
    UUID theirs = workspace.entry("oracle", true, "iguana theirs");
    workspace.superseded("kora", a, b);
    workspace.superseded("kora", a, c);
    workspace.superseded("oracle", b, c);
    workspace.superseded("kora", theirs, d);
    workspace.superseded("kora", d, d);
    ScratchpadReads reads = reads();
    assertEquals(Set.of(b, c, d, theirs), Set.copyOf(byFunction(reads, "iguana", ALL)));
    ScratchpadRow old = reads.byId(workspace.id(), a).orElseThrow();
    assertEquals("superseded", old.status());
    assertEquals(b.toString(), old.supersededBy());
    assertEquals(a.toString(), reads.byId(workspace.id(), b).orElseThrow().supersedes());
    for (UUID other : List.of(c, d, theirs)) {
      ScratchpadRow row = reads.byId(workspace.id(), other).orElseThrow();
      assertEquals("active", row.status());
      assertNull(row.supersededBy());
      assertNull(row.supersedes(), row.content());
    }
    assertEquals(
        List.of(d, c, b),
        reads.newestOwn(workspace.id(), 3).stream().map(ScratchpadRow::id).toList());
    assertEquals(
        List.of(theirs),
        reads.newestOthers(workspace.id(), 1).stream().map(ScratchpadRow::id).toList());
  }

  @Test
  void anEntryOfAnotherWorkspaceIsUnknown() throws Exception {
    UUID mine = workspace.entry("kora", true, "okapi");
    String admin = workspace.server().credentials().adminDsn();
    try (Substrate unbound = new Substrate(TestWorkspace.address(admin), Duration.ofSeconds(60))) {
      ScratchpadReads all = new ScratchpadReads(unbound, "kora");
      assertTrue(all.byId(workspace.id(), mine).isPresent());
      assertTrue(all.byId("org_local", mine).isEmpty());
      assertEquals(List.of(), all.byFunction("org_local", "okapi", ALL).rows());
      assertEquals(List.of(), ids(all.searchNewest("org_local", "okapi", 10, ALL)));
      assertEquals(List.of(mine), ids(all.searchNewest(workspace.id(), "okapi", 10, ALL)));
    }
  }
}
