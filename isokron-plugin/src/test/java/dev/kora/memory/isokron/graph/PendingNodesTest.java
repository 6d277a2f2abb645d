package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.graph.PendingNodes.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PendingNodesTest {
  private final PendingNodes nodes = new PendingNodes();

  private static PendingNodes.Draft draft(String title) {
    return new PendingNodes.Draft(
        new StoredText.Node("Gotcha", title, "body"), "hypothesis", "agent_private", null);
  }

  private UUID put(String workspace, String title) {
    UUID key = UUID.randomUUID();
    nodes.put(workspace, new State.Waiting(key, draft(title), Instant.EPOCH));
    return key;
  }

  @Test
  void aWorkspaceSeesOnlyItsOwn() {
    UUID key = put("a", "t");
    assertEquals(List.of(), nodes.waiting("b"));
    assertEquals(Optional.empty(), nodes.state("b", key));
    assertEquals(Optional.empty(), nodes.repeated("b", draft("t")));
    assertTrue(nodes.repeated("a", draft("t")).isPresent());
  }

  @Test
  void theKeyOfADeliveredNodeLeadsToItsEntryAndARepeatedCallGetsItOnce() {
    UUID key = put("w", "t");
    UUID entry = UUID.randomUUID();
    assertTrue(nodes.notAnEntry("w", key).orElseThrow().contains("not delivered yet"));
    nodes.delivered("w", key, entry.toString());
    assertEquals(entry, nodes.entry("w", key));
    assertEquals(List.of(), nodes.waiting("w"));
    assertTrue(nodes.repeated("w", draft("t")).isPresent());
    assertEquals(Optional.empty(), nodes.repeated("w", draft("t")));
    assertEquals(entry, nodes.entry("w", key));
  }

  @Test
  void whatIsGivenUpIsOutAndSaysWhy() {
    UUID key = put("w", "t");
    nodes.givenUp("w", key, "no room");
    assertEquals(List.of(), nodes.waiting("w"));
    assertEquals(Optional.empty(), nodes.repeated("w", draft("t")));
    assertTrue(nodes.notAnEntry("w", key).orElseThrow().endsWith("was not kept: no room"));
  }

  @Test
  void ofTooManyThoseThatAreDeliveredGoFirst() {
    UUID waiting = put("w", "first");
    UUID delivered = put("w", "second");
    nodes.delivered("w", delivered, UUID.randomUUID().toString());
    for (int i = 0; i < 9_999; i++) {
      put("w", "t" + i);
    }
    assertTrue(nodes.state("w", waiting).isPresent());
    assertFalse(nodes.state("w", delivered).isPresent());
    put("w", "one more");
    assertFalse(nodes.state("w", waiting).isPresent());
  }
}
