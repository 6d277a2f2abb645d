package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.console.Table;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.graph.NodeReads;
import dev.kora.memory.isokron.graph.SupersededOverlay;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.substrate.ChainReads;
import dev.kora.memory.isokron.substrate.CharterReads;
import dev.kora.memory.isokron.substrate.ConstitutionReads;
import dev.kora.memory.isokron.substrate.PolicyReads;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What a turn waits for that finds nothing cached, in a workspace with 10,000 nodes: from a reset,
 * which empties all caches and starts all seven reads, to the prompt block. Beside it, each of the
 * reads by itself, one after another. The target is 2.5 times the slowest of the four that the
 * block waits for.
 */
public final class TurnReadsTime {
  private static final String WORKSPACE = AgentMemory.WORKSPACE;
  private static final int NODES = 10_000;
  private static final int WARM_UP = 100;
  private static final int ROUNDS = 200;
  private static final double TARGET = 2.5;
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> AWAITED =
      List.of("charter", "policies", "capability matrix", "recent events");

  private final MemorySession session;
  private final Map<String, Callable<Object>> reads = new LinkedHashMap<>();
  private final Map<String, Spans> alone = new LinkedHashMap<>();
  private final Spans turns = new Spans();

  private TurnReadsTime(MemorySession session, Substrate substrate, McpClient sea) {
    this.session = session;
    CharterReads charters = new CharterReads(substrate);
    PolicyReads policies = new PolicyReads(substrate);
    ChainReads chain = new ChainReads(substrate);
    ConstitutionReads constitutions = new ConstitutionReads(substrate);
    NodeReads nodes =
        new NodeReads(new ScratchpadReads(substrate, "kora"), new SupersededOverlay());
    reads.put("charter", () -> charters.active(WORKSPACE));
    reads.put("policies", () -> policies.all(WORKSPACE));
    reads.put("capability matrix", () -> matrix(sea));
    reads.put("recent events", () -> chain.recent(WORKSPACE, 50));
    reads.put("own entries", () -> nodes.ownNewest(WORKSPACE, 100));
    reads.put("others' entries", () -> nodes.othersNewest(WORKSPACE, 100));
    reads.put("constitution", () -> constitutions.active(WORKSPACE));
  }

  /**
   * Measures and prints a table.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      System.err.println("Usage: TurnReadsTime, without arguments");
      System.exit(2);
    }
    try (AgentMemory memory = new AgentMemory()) {
      try (Connection owner = memory.owner()) {
        Seeds.nodes(owner, NODES);
      }
      Secret token = new Secret(memory.sea().credentials().token());
      try (Substrate substrate = memory.substrate();
          McpClient sea = Peers.ours(new HttpEndpoint(memory.sea().mcpEndpoint()), token)) {
        new TurnReadsTime(memory.session(), substrate, sea).measure(WARM_UP);
        TurnReadsTime measured = new TurnReadsTime(memory.session(), substrate, sea);
        measured.measure(ROUNDS);
        measured.table().lines().forEach(System.out::println);
      }
    }
  }

  private static CallOutcome matrix(McpClient sea) {
    CallOutcome outcome =
        sea.withMeta(JSON.createObjectNode())
            .callTool("kora__read_kora_capability_row", JSON.createObjectNode());
    if (!(outcome instanceof CallOutcome.Answered)) {
      throw new IllegalStateException(outcome.reason());
    }
    return outcome;
  }

  private void measure(int rounds) throws Exception {
    for (int i = 1; i <= rounds; i++) {
      // Not all reads are waited for: what the turn before left is to end first.
      TimeUnit.MILLISECONDS.sleep(30);
      turns.time(this::turn);
      TimeUnit.MILLISECONDS.sleep(30);
      for (Map.Entry<String, Callable<Object>> read : reads.entrySet()) {
        alone.computeIfAbsent(read.getKey(), name -> new Spans()).time(read.getValue());
      }
    }
  }

  private String turn() {
    session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "benchmark", null));
    session.onTurnStart(new TurnStart(1, ""));
    return session.systemPromptBlock();
  }

  private Table table() {
    double p50 = turns.p50() / slowest(Spans::p50);
    double p95 = turns.p95() / slowest(Spans::p95);
    Table table = new Table().row("ms", "p50", "p95", "max");
    alone.forEach((name, spans) -> table.row(row(name + ", alone", spans)));
    return table
        .row(row("all in a turn", turns))
        .row("turn / slowest of " + String.join(", ", AWAITED), ratio(p50), ratio(p95))
        .row("at most 2.5", Spans.verdict(p50, TARGET), Spans.verdict(p95, TARGET));
  }

  private double slowest(ToDoubleFunction<Spans> figure) {
    return alone.entrySet().stream()
        .filter(read -> AWAITED.contains(read.getKey()))
        .mapToDouble(read -> figure.applyAsDouble(read.getValue()))
        .max()
        .orElseThrow();
  }

  private static String[] row(String name, Spans spans) {
    return new String[] {
      name, Spans.shown(spans.p50()), Spans.shown(spans.p95()), Spans.shown(spans.max())
    };
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
