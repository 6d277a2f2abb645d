package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.graph.Capabilities;
import dev.kora.memory.isokron.graph.NodeReads;
import dev.kora.memory.isokron.graph.SupersededOverlay;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.prompt.TurnReads;
import dev.kora.memory.isokron.substrate.ReadTerms;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.Substrate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * What reads, for all sessions, and the threads for it; a session owns none of them.
 *
 * @param charters runs the reads of charters and policies, without which no turn begins
 * @param turns runs the other reads of Postgres that turns begin with; with the charters' as many
 *     connections as threads, four
 * @param matrix runs the one read of Sea, which must not hold up the others
 * @param recalls runs searches
 * @param tools runs what tools read
 */
record Reads(
    Substrate substrate,
    NodeReads nodes,
    Capabilities capabilities,
    TurnReads turn,
    ExecutorService charters,
    ExecutorService turns,
    ExecutorService matrix,
    ExecutorService recalls,
    ExecutorService tools)
    implements AutoCloseable {

  static Reads open(
      IsokronConfig config,
      Clock clock,
      McpClient client,
      Deferrals deferrals,
      SupersededOverlay overlay) {
    Substrate substrate = new Substrate(config.substrate(), config.readTimeout());
    NodeReads nodes = new NodeReads(new ScratchpadReads(substrate, config.actorKind()), overlay);
    ExecutorService charters = BackgroundThreads.start("isokron-charter-", 2);
    ExecutorService turns = BackgroundThreads.start("isokron-turn-", 2);
    ExecutorService matrix = BackgroundThreads.start("isokron-matrix-", 1);
    Capabilities capabilities =
        new Capabilities(client, deferrals, matrix, config.toolTimeout(), config.cacheTtl());
    TurnReads turn =
        new TurnReads(
            substrate,
            nodes,
            capabilities,
            charters,
            new ReadTerms(turns, config.cacheTtl(), true, clock, System::nanoTime));
    return new Reads(
        substrate,
        nodes,
        capabilities,
        turn,
        charters,
        turns,
        matrix,
        BackgroundThreads.start("isokron-recall-", 4),
        BackgroundThreads.start("isokron-tool-", 8));
  }

  /** What cannot be read, one sentence each. */
  List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    substrate.trouble().ifPresent(why -> troubles.add("reads: " + why));
    troubles.addAll(turn.troubles());
    return troubles;
  }

  @Override
  public void close() {
    try {
      List<ExecutorService> all = List.of(charters, turns, matrix, recalls, tools);
      all.forEach(BackgroundThreads::cancel);
      all.forEach(BackgroundThreads::stop);
    } finally {
      substrate.close();
    }
  }
}
