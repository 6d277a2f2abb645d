package dev.kora.memory.isokron.provider;

import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.tck.MemoryProviderContract;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules for all plugins, kept by this one on a real Sea server and a real Postgres. */
@ExtendWith(SharedSea.class)
class IsokronContractTest extends MemoryProviderContract {
  @Override
  protected MemoryProviderPlugin plugin() {
    return new IsokronPlugin();
  }

  @Override
  protected SessionContext sessionContext(String sessionId) {
    return SessionContext.primary(sessionId, "tck", SharedSea.server().workspaceId());
  }

  @Override
  protected ProviderConfig validConfig() {
    SeaServer sea = SharedSea.server();
    return ProviderConfig.of(
        Map.of(
            "isokron_dsn", sea.credentials().readerDsn(),
            "mcp_endpoint", sea.mcpEndpoint().toString(),
            "mcp_service_token", sea.credentials().token()),
        Map.of());
  }
}
