package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many workspaces begin a turn at the same time. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class ManyWorkspacesTest {
  @TempDir Path data;

  /** Keeps nothing and waits long: what hangs, hangs for the whole test. */
  private WiredHost open(SeaWorkspace workspace) {
    return WiredHost.open(
        Map.of(
            "isokron_dsn", workspace.readerDsn(),
            "mcp_endpoint", SharedSea.server().mcpEndpoint().toString(),
            "mcp_service_token", workspace.token(),
            "read_timeout_seconds", "60",
            "cache_ttl_seconds", "0"),
        data);
  }

  private static void warmOthers(WiredHost host) {
    for (int i = 0; i < 100; i++) {
      host.parts().reads().turn().warm("org_of_others_" + i);
    }
  }

  @Test
  void aCharterWaitsForNoOtherKindOfReadAndIsNeverTurnedAway() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    try (WiredHost host = open(workspace)) {
      MemorySession session = host.session(SessionContext.primary("s", "test", workspace.id()));
      String before = session.systemPromptBlock();
      assertTrue(before.startsWith("§1 Identity"), before);
      // The reads of entries hang, more of them than there are threads.
      try (Connection lock = workspace.locked("kronicle.agent_scratchpad_entries")) {
        warmOthers(host);
        String during = session.systemPromptBlock();
        assertTrue(during.startsWith("§1 Identity"), during);
        assertTrue(during.contains("§6 Recent kora.* activity (0 cached): (stale since"), during);
        lock.rollback();
      }
    }
  }

  @Test
  void aCharterDoesNotWaitForThePoliciesOfOthers() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    try (WiredHost host = open(workspace)) {
      MemorySession session = host.session(SessionContext.primary("s", "test", workspace.id()));
      assertTrue(session.systemPromptBlock().startsWith("§1 Identity"));
      try (Connection lock = workspace.locked("public.kora_policy_registry")) {
        warmOthers(host);
        String during = session.systemPromptBlock();
        assertTrue(during.startsWith("§1 Identity"), during);
        assertTrue(during.contains("(stale since"), during);
        lock.rollback();
      }
    }
  }

  @Test
  void charterAndPoliciesHaveAConnectionWhenAllOthersAreTaken() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    ExecutorService readers = Executors.newCachedThreadPool();
    try (WiredHost host = open(workspace)) {
      MemorySession session = host.session(SessionContext.primary("s", "test", workspace.id()));
      assertTrue(session.systemPromptBlock().startsWith("§1 Identity"));
      try (Connection lock = workspace.locked("kronicle.agent_scratchpad_entries")) {
        ExecutorCompletionService<List<ScratchpadRow>> reads =
            new ExecutorCompletionService<>(readers);
        for (int i = 0; i < 20; i++) {
          reads.submit(() -> host.parts().reads().nodes().ownNewest(workspace.id(), 1));
        }
        // The first that ends is one that got no connection: none is left.
        Future<List<ScratchpadRow>> turnedAway = reads.take();
        ExecutionException why = assertThrows(ExecutionException.class, turnedAway::get);
        assertInstanceOf(SubstrateException.class, why.getCause());
        String during = session.systemPromptBlock();
        assertTrue(during.startsWith("§1 Identity"), during);
        lock.rollback();
      }
    } finally {
      readers.shutdownNow();
    }
  }
}
