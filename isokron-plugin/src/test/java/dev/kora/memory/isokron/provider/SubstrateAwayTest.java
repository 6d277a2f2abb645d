package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.TurnStart;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Postgres and Sea go away in the middle of a session, and come back. */
@ExtendWith(SharedSea.class)
@Timeout(180)
class SubstrateAwayTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String READ = "{\"entry_id\":\"00000000-0000-0000-0000-000000000000\"}";

  @TempDir Path data;
  private int turns;

  private void turn(MemorySession session, String text) {
    turns++;
    session.onTurnStart(new TurnStart(turns, text));
    session.syncTurn(new CompletedTurn(turns, List.of(Message.of(Message.Role.USER, text))));
  }

  private static void await(BooleanSupplier done) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!done.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it takes too long");
    }
  }

  private static boolean hasPrompt(MemorySession session) {
    try {
      return session.systemPromptBlock().startsWith("§1 Identity");
    } catch (MemoryFailClosedException e) {
      return false;
    }
  }

  @Test
  void aSessionOutlivesBothAndSaysMeanwhileWhatItCannotDo() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    URI dsn = URI.create(workspace.readerDsn());
    URI endpoint = SharedSea.server().mcpEndpoint();
    try (Relay postgres = new Relay(dsn.getPort());
        Relay sea = new Relay(endpoint.getPort());
        WiredHost host =
            WiredHost.open(
                Map.of(
                    "isokron_dsn",
                    workspace.readerDsn().replace(":" + dsn.getPort(), ":" + postgres.port()),
                    "mcp_endpoint",
                    endpoint.toString().replace(":" + endpoint.getPort(), ":" + sea.port()),
                    "mcp_service_token",
                    workspace.token(),
                    "read_timeout_seconds",
                    "3",
                    "recall_deadline_ms",
                    "5000",
                    "cache_ttl_seconds",
                    "0"),
                data);
        MemorySession session = host.session(SessionContext.primary("s", "test", workspace.id()))) {
      turn(session, "She plays the hurdy-gurdy.");
      assertTrue(session.flush(LONG).complete());
      await(() -> hasPrompt(session));
      await(() -> recalls(session));
      MemoryProvider provider = host.provider();
      await(
          () -> {
            session.onTurnStart(new TurnStart(2, "and then"));
            return !host.parts().reads().turn().knownOwn(workspace.id()).isEmpty();
          });
      TestHost.awaitUp(provider);

      postgres.cut();
      assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
      assertTrue(recalls(session), "own entries that were read before");
      String answer = session.handleToolCall("iso_node_read", READ);
      assertTrue(answer.startsWith("{\"ok\":false,\"error\":\"cannot read the substrate"), answer);
      await(() -> provider.health().toString().contains("policies: ")); // read by another thread
      String reason = assertInstanceOf(ProviderHealth.Degraded.class, provider.health()).reason();
      assertTrue(reason.contains("charter: cannot read the substrate"), reason);
      assertTrue(reason.contains("policies: ") && reason.contains("serving the value"), reason);
      turn(session, "Said while Postgres is away.");

      sea.cut();
      turn(session, "Said while all is away.");
      assertFalse(session.flush(Duration.ofMillis(300)).complete());

      postgres.mend();
      sea.mend();
      assertTrue(session.flush(LONG).complete());
      await(() -> hasPrompt(session));
      await(() -> session.prefetch("What was said while all is away?").contains("all is away."));
      await(
          () -> {
            session.onTurnStart(new TurnStart(9, "again"));
            return provider.health() instanceof ProviderHealth.Up;
          });
      assertEquals(new ProviderHealth.Up(), provider.health());
    }
  }

  private static boolean recalls(MemorySession session) {
    return session.prefetch("Who plays the hurdy-gurdy?").contains("She plays");
  }
}
