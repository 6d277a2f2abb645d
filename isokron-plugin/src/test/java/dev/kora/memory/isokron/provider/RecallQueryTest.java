package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallQueryTest {
  @TempDir Path data;

  @Test
  void aQueryThatPostgresCannotTakeIsRepairedAndFindsWhatItCan() throws Exception {
    try (SeaServer sea = SeaServer.start(SeaOptions.builder().build());
        MemoryProvider provider =
            new IsokronPlugin()
                .open(
                    ProviderConfig.of(
                        Map.of(
                            "isokron_dsn", sea.credentials().readerDsn(),
                            "mcp_endpoint", sea.mcpEndpoint().toString(),
                            "mcp_service_token", sea.credentials().token(),
                            "recall_deadline_ms", "10000"),
                        Map.of()),
                    new TestHost(data));
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()))) {
      session.syncTurn(
          new CompletedTurn(
              1, List.of(Message.of(Message.Role.USER, "She plays the hurdy-gurdy."))));
      assertTrue(session.flush(Duration.ofSeconds(60)).complete());
      String recall = session.prefetch("the hurdy gurdy \0 \ud800");
      assertTrue(recall.contains("hurdy-gurdy"), recall);
      TestHost.awaitUp(provider);
    }
  }
}
