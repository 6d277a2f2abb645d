package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.TestWorkspace;
import dev.kora.memory.isokron.substrate.TimedReads;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A matrix that never comes and a database that does not answer take one call's time in all. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class ToolDeadlineTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final McpClient nobody =
      McpClient.connect(
          new HttpEndpoint(URI.create("http://127.0.0.1:1/")),
          null,
          McpProtocol.AUTO,
          LONG,
          "test");

  @SuppressWarnings("NullAway")
  private GraphTools tools(Substrate substrate, Executor matrix, Duration patience) {
    SupersededOverlay overlay = new SupersededOverlay();
    return new GraphTools(
        new GraphParts(
            null,
            null,
            new LinkWriter("target", Clock.systemUTC()),
            null,
            new NodeReads(new ScratchpadReads(substrate, "kora"), overlay),
            new LinkReads(substrate),
            new TimedReads(threads),
            overlay,
            new Capabilities(nobody, new Deferrals(), matrix, LONG, LONG),
            null,
            patience));
  }

  @Test
  void eachToolThatReadsEndsInTimeWhileAllThatItNeedsHangs() throws Exception {
    try (TestWorkspace workspace = new TestWorkspace("org_deadline");
        Substrate substrate = workspace.substrate();
        Connection lock = Connections.open(Dsn.parse(workspace.server().credentials().adminDsn()));
        Statement statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute(
          "LOCK TABLE kronicle.agent_scratchpad_entries, public.relationlink"
              + " IN ACCESS EXCLUSIVE MODE");
      GraphTools hanging = tools(substrate, task -> {}, Duration.ofSeconds(1));
      for (ToolSpec spec : SomeTools.SPECS) {
        if (!spec.name().equals("iso_node_create")) { // the one that reads nothing
          assertEquals(
              "{\"ok\":false,\"error\":\"cannot read the substrate: no answer in time\"}",
              hanging.call(workspace.id(), true, spec.name(), arguments(spec)),
              spec.name());
        }
      }
      lock.rollback();

      Executor refusing =
          task -> {
            throw new RejectedExecutionException();
          };
      ToolSpec search = SomeTools.spec("iso_node_search");
      String answer =
          tools(substrate, refusing, LONG)
              .call(workspace.id(), true, search.name(), arguments(search));
      assertTrue(answer.startsWith("{\"ok\":true,"), answer);
    } finally {
      threads.shutdownNow();
      nobody.close();
    }
  }

  private static String arguments(ToolSpec spec) {
    return StrictJson.write(SomeCalls.fitting(spec, new SplittableRandom(1)));
  }
}
