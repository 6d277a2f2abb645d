package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many workspaces begin a turn at the same time. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class ManyWorkspacesTest {
  @TempDir Path data;

  @Test
  void aCharterWaitsForNoOtherKindOfReadAndIsNeverTurnedAway() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    try (WiredHost host =
        WiredHost.open(
            Map.of(
                "isokron_dsn", workspace.readerDsn(),
                "mcp_endpoint", SharedSea.server().mcpEndpoint().toString(),
                "mcp_service_token", workspace.token(),
                "read_timeout_seconds", "60",
                "cache_ttl_seconds", "0"),
            data)) {
      MemorySession session = host.session(SessionContext.primary("s", "test", workspace.id()));
      String before = session.systemPromptBlock();
      assertTrue(before.startsWith("§1 Identity"), before);
      // The reads of entries hang, more of them than there are threads.
      try (Connection lock = workspace.locked("kronicle.agent_scratchpad_entries")) {
        for (int i = 0; i < 100; i++) {
          host.parts().reads().turn().warm("org_of_others_" + i);
        }
        String during = session.systemPromptBlock();
        assertTrue(during.startsWith("§1 Identity"), during);
        assertTrue(during.contains("§6 Recent kora.* activity (0 cached): (stale since"), during);
        lock.rollback();
      }
    }
  }
}
