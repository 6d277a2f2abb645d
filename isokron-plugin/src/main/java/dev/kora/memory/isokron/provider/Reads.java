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
 * @param first the substrate of charters and policies, whose connections no other read takes
 * @param substrate the substrate of all other reads
 * @param charters runs the reads of charters, without which no turn begins
 * @param policies runs the reads of policies: one at a time, so that one of their two connections
 *     is always the charters'
 * @param turns runs the other reads of Postgres that turns begin with; with those of the charters
 *     and policies they take at most four connections
 * @param matrix runs the one read of Sea, which must not hold up the others
 * @param recalls runs searches
 * @param tools runs what tools read
 */
record Reads(
    Substrate first,
    Substrate substrate,
    NodeReads nodes,
    Capabilities capabilities,
    TurnReads turn,
    ExecutorService charters,
    ExecutorService policies,
    ExecutorService turns,
    ExecutorService matrix,
    ExecutorService recalls,
    ExecutorService tools)
    implements AutoCloseable {
  private static final int FIRST_CONNECTIONS = 2;

  static Reads open(
      IsokronConfig config,
      Clock clock,
      McpClient client,
      Deferrals deferrals,
      SupersededOverlay overlay) {
    Substrate first = new Substrate(config.substrate(), config.readTimeout(), FIRST_CONNECTIONS);
    Substrate substrate = new Substrate(config.substrate(), config.readTimeout());
    NodeReads nodes = new NodeReads(new ScratchpadReads(substrate, config.actorKind()), overlay);
    ExecutorService charters = BackgroundThreads.start("isokron-charter-", 2);
    ExecutorService policies = BackgroundThreads.start("isokron-policies-", 1);
    ExecutorService turns = BackgroundThreads.start("isokron-turn-", 2);
    ExecutorService matrix = BackgroundThreads.start("isokron-matrix-", 1);
    Capabilities capabilities =
        new Capabilities(client, deferrals, matrix, config.toolTimeout(), config.cacheTtl());
    TurnReads turn =
        new TurnReads(
            new TurnReads.First(first, charters, policies),
            substrate,
            nodes,
            capabilities,
            new ReadTerms(turns, config.cacheTtl(), true, clock, System::nanoTime));
    return new Reads(
        first,
        substrate,
        nodes,
        capabilities,
        turn,
        charters,
        policies,
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
      List<ExecutorService> all = List.of(charters, policies, turns, matrix, recalls, tools);
      all.forEach(BackgroundThreads::cancel);
      all.forEach(BackgroundThreads::stop);
    } finally {
      try {
        first.close();
      } finally {
        substrate.close();
      }
    }
  }
}
