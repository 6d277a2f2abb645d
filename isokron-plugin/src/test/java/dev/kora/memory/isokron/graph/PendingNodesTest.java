package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.graph.PendingNodes.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PendingNodesTest {
  private static final Instant NOW = Instant.EPOCH;
  private final AtomicLong now = new AtomicLong();
  private final PendingNodes nodes = new PendingNodes(now::get);

  private static PendingNodes.Draft draft(String title) {
    return new PendingNodes.Draft(
        new StoredText.Node("Gotcha", title, "body"), "hypothesis", "agent_private", null);
  }

  private UUID put(String workspace, String title) {
    UUID key = UUID.randomUUID();
    nodes.put(workspace, new State.Waiting(key, draft(title), NOW));
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
  void aDeliveredNodeAnswersForTheSameOnlyForTenMinutesAndUntilItsEntryIsSuperseded() {
    UUID first = put("w", "late");
    UUID second = put("w", "replaced");
    nodes.delivered("w", first, UUID.randomUUID().toString());
    nodes.delivered("w", second, "entry");
    nodes.superseded("other", "entry");
    now.set(Duration.ofMinutes(10).toNanos() - 1);
    assertTrue(nodes.reserve("w", new State.Waiting(first, draft("late"), NOW)).isPresent());
    UUID third = put("w", "late");
    nodes.delivered("w", third, "third");
    nodes.superseded("w", "entry");
    assertEquals(Optional.empty(), nodes.repeated("w", draft("replaced")));
    now.addAndGet(Duration.ofMinutes(10).toNanos());
    assertEquals(Optional.empty(), nodes.repeated("w", draft("late")));
    assertTrue(nodes.state("w", third).isPresent());
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
