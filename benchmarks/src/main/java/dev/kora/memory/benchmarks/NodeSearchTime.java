package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.example.console.Table;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * {@code iso_node_search} over 100,000 nodes, by kinds of queries. The target is a p95 of 20 ms;
 * beside it, the substrate's search function by itself, asked over JDBC for the same words right
 * after, when they are in Postgres' cache.
 */
public final class NodeSearchTime {
  private static final int NODES = 100_000;
  private static final int WARM_UP = 50;
  private static final int ROUNDS = 300;
  private static final double TARGET_MILLIS = 20;
  private static final JsonMapper JSON = new JsonMapper();

  /** Asks for as many as the plugin does. */
  private static final String FUNCTION = "SELECT * FROM kronicle.search_scratchpad(?, 200)";

  private static final List<Query> QUERIES =
      List.of(
          new Query("a frequent word", true, "", r -> "w" + r.nextInt(1, 10)),
          new Query("a word of some 2,000 nodes", true, "", r -> "w" + r.nextInt(100, 200)),
          new Query("a rare word, of some 17", true, "", r -> "w" + r.nextInt(19_000, 20_000)),
          new Query("a word of one node", true, "", r -> "u" + (10 * r.nextInt(NODES / 10) + 1)),
          new Query("two words", true, "", r -> Seeds.word(r) + " " + Seeds.word(r)),
          new Query("a kind and a frequent word", true, "Gotcha", r -> "w" + r.nextInt(1, 10)),
          new Query("only a kind", true, "Gotcha", r -> ""),
          new Query("no hit", false, "", r -> "x" + r.nextInt(NODES)));

  private final AgentMemory memory;
  private final Connection reader;
  private final PreparedStatement function;
  private final SplittableRandom random = new SplittableRandom(2);

  /** Queries of a kind; an empty node kind or an empty text is left out. */
  private record Query(
      String name, boolean finds, String nodeKind, Function<SplittableRandom, String> text) {}

  private NodeSearchTime(AgentMemory memory, Connection reader, PreparedStatement function) {
    this.memory = memory;
    this.reader = reader;
    this.function = function;
  }

  /**
   * Measures and prints a table.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      System.err.println("Usage: NodeSearchTime, without arguments");
      System.exit(2);
    }
    Table table = new Table().row("ms", "p50", "p95", "max", "function p50", "p95", "p95 ≤ 20 ms");
    try (AgentMemory memory = new AgentMemory()) {
      try (Connection owner = memory.owner()) {
        Seeds.nodes(owner, NODES);
      }
      try (Connection reader = memory.reader();
          PreparedStatement function = reader.prepareStatement(FUNCTION)) {
        NodeSearchTime searches = new NodeSearchTime(memory, reader, function);
        for (Query query : QUERIES) {
          table.row(searches.row(query));
        }
      }
    }
    table.lines().forEach(System.out::println);
  }

  private String[] row(Query query) throws Exception {
    measure(query, WARM_UP, new Spans(), new Spans());
    Spans tool = new Spans();
    Spans bare = new Spans();
    measure(query, ROUNDS, tool, bare);
    boolean hasFloor = !query.text().apply(random).isEmpty();
    return new String[] {
      query.name(),
      Spans.shown(tool.p50()),
      Spans.shown(tool.p95()),
      Spans.shown(tool.max()),
      hasFloor ? Spans.shown(bare.p50()) : "-",
      hasFloor ? Spans.shown(bare.p95()) : "-",
      Spans.verdict(tool.p95(), TARGET_MILLIS)
    };
  }

  private void measure(Query query, int rounds, Spans tool, Spans bare) throws Exception {
    for (int i = 0; i < rounds; i++) {
      String text = query.text().apply(random);
      ObjectNode arguments = JSON.createObjectNode();
      if (!query.nodeKind().isEmpty()) {
        arguments.put("node_kind", query.nodeKind());
      }
      if (!text.isEmpty()) {
        arguments.put("text_query", text);
      }
      String call = arguments.toString();
      String answer = tool.time(() -> memory.call("iso_node_search", call));
      // Or something else was measured.
      if (answer.contains("\"count\":0") == query.finds()) {
        throw new IllegalStateException(call + ": " + answer);
      }
      if (!text.isEmpty()) {
        bare.time(() -> found(text));
      }
    }
  }

  private int found(String text) throws SQLException {
    Workspaces.enter(reader, AgentMemory.WORKSPACE);
    function.setString(1, text);
    int found = 0;
    try (ResultSet rows = function.executeQuery()) {
      while (rows.next()) {
        found++;
      }
    }
    reader.commit();
    return found;
  }
}
