package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.example.console.Table;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * {@code iso_link_traverse}, three links far over 100,000 links, by direction: from nodes with five
 * links each to others at random, and from a hub with 2,000. The target is a p95 of 20 ms; beside
 * it, the same walk by the plainest recursive query over JDBC, with neither types nor bounds, made
 * right after, when its rows are in Postgres' cache.
 */
public final class TraverseTime {
  private static final int LINKS = 100_000;
  private static final int WARM_UP = 50;
  private static final int ROUNDS = 300;
  private static final double TARGET_MILLIS = 20;
  private static final JsonMapper JSON = new JsonMapper();

  private static final String OUT =
      "SELECT l.to_entity_id AS id FROM public.relationlink l"
          + " WHERE l.workspace_id = 'org_local' AND l.from_entity_id = w.id";
  private static final String IN =
      "SELECT l.from_entity_id AS id FROM public.relationlink l"
          + " WHERE l.workspace_id = 'org_local' AND l.to_entity_id = w.id";
  private static final String WALK =
      """
      WITH RECURSIVE walk(id, depth) AS (
        SELECT ?::uuid, 0
        UNION
        SELECT n.id, w.depth + 1 FROM walk w CROSS JOIN LATERAL (%s) n WHERE w.depth < 3
      )
      SELECT DISTINCT id FROM walk
      """;

  private enum Direction {
    OUTGOING(OUT),
    INCOMING(IN),
    BOTH(OUT + " UNION ALL " + IN);

    private final String query;

    Direction(String neighbours) {
      this.query = WALK.formatted(neighbours);
    }
  }

  private final AgentMemory memory;
  private final Connection reader;
  private final int nodes;
  private final SplittableRandom random = new SplittableRandom(3);

  private TraverseTime(AgentMemory memory, Connection reader, int nodes) {
    this.memory = memory;
    this.reader = reader;
    this.nodes = nodes;
  }

  /**
   * Measures and prints a table.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      System.err.println("Usage: TraverseTime, without arguments");
      System.exit(2);
    }
    Table table =
        new Table()
            .row("ms", "p50", "p95", "max", "plain query p50", "p95", "nodes, mean", "p95 ≤ 20 ms");
    try (AgentMemory memory = new AgentMemory()) {
      int nodes;
      try (Connection owner = memory.owner()) {
        nodes = Seeds.links(owner, LINKS);
      }
      try (Connection reader = memory.reader()) {
        TraverseTime walks = new TraverseTime(memory, reader, nodes);
        for (Direction direction : Direction.values()) {
          table.row(walks.row(direction, false));
          table.row(walks.row(direction, true));
        }
      }
    }
    table.lines().forEach(System.out::println);
  }

  private String[] row(Direction direction, boolean fromHub) throws Exception {
    measure(direction, fromHub, WARM_UP, new Spans(), new Spans());
    Spans tool = new Spans();
    Spans plain = new Spans();
    long reached = measure(direction, fromHub, ROUNDS, tool, plain);
    return new String[] {
      direction.name().toLowerCase(Locale.ROOT) + (fromHub ? ", from the hub" : ""),
      Spans.shown(tool.p50()),
      Spans.shown(tool.p95()),
      Spans.shown(tool.max()),
      Spans.shown(plain.p50()),
      Spans.shown(plain.p95()),
      Long.toString(reached / ROUNDS),
      Spans.verdict(tool.p95(), TARGET_MILLIS)
    };
  }

  /** How many nodes were reached in all. */
  private long measure(Direction direction, boolean fromHub, int rounds, Spans tool, Spans plain)
      throws Exception {
    long reached = 0;
    try (PreparedStatement query = reader.prepareStatement(direction.query)) {
      for (int i = 0; i < rounds; i++) {
        UUID start = Seeds.node(fromHub ? Seeds.HUB : 1 + random.nextInt(nodes));
        ObjectNode arguments = JSON.createObjectNode();
        arguments
            .put("from_entity_id", start.toString())
            .put("direction", direction.name().toLowerCase(Locale.ROOT))
            .put("max_depth", 3);
        Seeds.LINK_TYPES.forEach(arguments.putArray("link_types")::add);
        String call = arguments.toString();
        String answer = tool.time(() -> memory.call("iso_link_traverse", call));
        reached += JSON.readTree(answer).path("count").asLong();
        plain.time(() -> reached(query, start));
      }
    }
    return reached;
  }

  private int reached(PreparedStatement query, UUID start) throws SQLException {
    Workspaces.enter(reader, AgentMemory.WORKSPACE);
    query.setObject(1, start);
    int reached = 0;
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        reached++;
      }
    }
    reader.commit();
    return reached;
  }
}
