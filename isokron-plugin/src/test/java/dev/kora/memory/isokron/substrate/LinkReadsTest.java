package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.substrate.LinkReads.Direction;
import dev.kora.memory.isokron.substrate.TestWorkspace.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSea.class)
@Timeout(120)
class LinkReadsTest {
  private static final Set<String> BLOCKS = Set.of("blocks");
  private static TestWorkspace workspace;
  private static Substrate substrate;
  private static LinkReads links;

  @BeforeAll
  static void start() throws Exception {
    workspace = new TestWorkspace("org_links");
    substrate = workspace.substrate();
    links = new LinkReads(substrate);
  }

  @AfterAll
  static void stop() throws Exception {
    substrate.close();
    workspace.close();
  }

  private static UUID[] nodes(int count) {
    UUID[] nodes = new UUID[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = UUID.randomUUID();
    }
    return nodes;
  }

  private static Edge blocks(UUID from, UUID to) {
    return new Edge(from, to, "blocks", "active");
  }

  private static Map<UUID, Integer> walk(UUID start, Direction direction, int depth)
      throws SubstrateException {
    LinkReads.Walk walk = links.reachable(workspace.id(), start, BLOCKS, direction, depth);
    assertFalse(walk.partial());
    Map<UUID, Integer> depths = new LinkedHashMap<>();
    walk.reached().forEach(r -> depths.put(r.id(), r.depth()));
    assertEquals(walk.reached().size(), depths.size());
    return depths;
  }

  @Test
  void eachIsReachedOnceAtItsSmallestDepthAndNoFurtherThanAskedFor() throws Exception {
    UUID[] n = nodes(6);
    workspace.links(
        List.of(
            blocks(n[0], n[1]),
            blocks(n[1], n[2]),
            blocks(n[0], n[2]),
            blocks(n[2], n[3]),
            blocks(n[3], n[4]),
            blocks(n[4], n[5])));
    assertEquals(Map.of(n[1], 1, n[2], 1, n[3], 2, n[4], 3), walk(n[0], Direction.OUTGOING, 3));
    assertEquals(Map.of(n[1], 1, n[2], 1), walk(n[0], Direction.OUTGOING, 1));
    assertEquals(Map.of(n[3], 1, n[2], 2, n[0], 3, n[1], 3), walk(n[4], Direction.INCOMING, 3));
    assertEquals(
        Map.of(n[0], 1, n[1], 1, n[3], 1, n[4], 2, n[5], 3), walk(n[2], Direction.BOTH, 3));
  }

  @Test
  void cyclesEnd() throws Exception {
    for (int length = 2; length <= 4; length++) {
      UUID[] n = nodes(length);
      List<Edge> cycle = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        cycle.add(blocks(n[i], n[(i + 1) % length]));
      }
      workspace.links(cycle);
      Map<UUID, Integer> outgoing = new HashMap<>();
      Map<UUID, Integer> both = new HashMap<>();
      for (int i = 1; i < length; i++) {
        outgoing.put(n[i], i);
        both.put(n[i], Math.min(i, length - i));
      }
      assertEquals(outgoing, walk(n[0], Direction.OUTGOING, 3));
      assertEquals(both, walk(n[0], Direction.BOTH, 3));
    }
  }

  @Test
  void onlyActiveEdgesOfTheTypesAreWalkedAndOnlyTombstonesAreNotListed() throws Exception {
    UUID[] n = nodes(5);
    workspace.links(
        List.of(
            blocks(n[0], n[1]),
            new Edge(n[0], n[2], "blocks", "disputed"),
            new Edge(n[0], n[3], "covers", "active"),
            new Edge(n[4], n[0], "blocks", "tombstoned")));
    assertEquals(Map.of(n[1], 1), walk(n[0], Direction.BOTH, 3));
    LinkReads.Walk both =
        links.reachable(workspace.id(), n[0], Set.of("blocks", "covers"), Direction.BOTH, 3);
    assertEquals(
        Map.of(n[1], "blocks", n[3], "covers"),
        Map.of(
            n[1], via(both, n[1]),
            n[3], via(both, n[3])));
    assertEquals(
        List.of("covers", "blocks", "blocks"),
        links.ofNode(workspace.id(), n[0], 50).stream().map(LinkRow::type).toList());
    assertEquals(
        List.of("covers"),
        links.ofNode(workspace.id(), n[0], 1).stream().map(LinkRow::type).toList());
    assertTrue(links.activeEdge(workspace.id(), n[0], n[1], "blocks").isPresent());
    assertTrue(links.activeEdge(workspace.id(), n[0], n[2], "blocks").isEmpty());
    assertTrue(links.activeEdge(workspace.id(), n[1], n[0], "blocks").isEmpty());
  }

  private static String via(LinkReads.Walk walk, UUID id) {
    return walk.reached().stream()
        .filter(r -> r.id().equals(id))
        .map(Reached::via)
        .findFirst()
        .orElse("");
  }

  @Test
  void aHubOfTwentyThousandIsBoundedAndSaysSo() throws Exception {
    UUID hub = UUID.randomUUID();
    List<Edge> spokes = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      spokes.add(blocks(hub, UUID.randomUUID()));
    }
    workspace.links(spokes);
    LinkReads.Walk walk = links.reachable(workspace.id(), hub, BLOCKS, Direction.OUTGOING, 3);
    assertTrue(walk.partial());
    assertEquals(LinkReads.MAX_STEPS + 1, walk.reached().size());
    // From a spoke, the whole hub is two edges away.
    UUID spoke = spokes.get(7).to();
    LinkReads.Walk around = links.reachable(workspace.id(), spoke, BLOCKS, Direction.BOTH, 3);
    assertTrue(around.partial());
    assertEquals(new Reached(hub, "Decision", "blocks", 1), around.reached().get(0));
  }

  @Test
  void theFilterIsExplicitAndAnothersEdgesAreNotThere() throws Exception {
    UUID[] n = nodes(2);
    workspace.links(List.of(blocks(n[0], n[1])));
    LinkReads.Walk walk = links.reachable("org_other", n[0], BLOCKS, Direction.BOTH, 3);
    assertEquals(List.of(), walk.reached());
    assertEquals(List.of(), links.ofNode("org_other", n[0], 50));
    String admin = workspace.server().credentials().adminDsn();
    try (Substrate unbound = new Substrate(TestWorkspace.address(admin), Duration.ofSeconds(60))) {
      LinkReads all = new LinkReads(unbound);
      assertEquals(
          List.of(), all.reachable("org_other", n[0], BLOCKS, Direction.BOTH, 3).reached());
      assertEquals(1, all.ofNode(workspace.id(), n[0], 50).size());
      assertEquals(
          List.of(new Reached(n[1], "Gotcha", "blocks", 1)),
          all.reachable(workspace.id(), n[0], BLOCKS, Direction.BOTH, 3).reached());
    }
  }
}
