package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.tck.MemoryProviderContract;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules for all plugins, kept by this one on a real Sea server and a real Postgres. */
@ExtendWith(SharedSea.class)
class IsokronContractTest extends MemoryProviderContract {
  @Override
  protected MemoryProviderPlugin plugin() {
    return new IsokronPlugin();
  }

  /** The charter is read as the agent starts: the kit's workspaces have to be there. */
  @BeforeAll
  static void seed() throws SQLException {
    for (String workspace : List.of("tck-a", "tck-b")) {
      SeaWorkspace.seed(SharedSea.server(), workspace);
    }
  }

  @Override
  protected SessionContext sessionContext(String sessionId) {
    return SessionContext.primary(sessionId, "tck", SharedSea.server().workspaceId());
  }

  /**
   * Beside the thin jar the driver is the host's own. The drop-in jar has one that it takes back.
   */
  @Override
  protected boolean isTheHosts(String className) {
    return className.startsWith("org.postgresql.");
  }

  @Override
  protected ProviderConfig validConfig() {
    SeaServer sea = SharedSea.server();
    return ProviderConfig.of(
        Map.of(
            // Sees all workspaces, past the row policies: what keeps them apart is the plugin.
            "isokron_dsn", sea.credentials().adminDsn(),
            "mcp_endpoint", sea.mcpEndpoint().toString(),
            "mcp_service_token", sea.credentials().token()),
        Map.of());
  }
}
