package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.host.MemoryManager;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Without a verified charter no turn starts: the host hears of it, past its manager. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class FailClosedTest {
  @TempDir Path data;
  private SeaWorkspace workspace;

  @BeforeEach
  void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
  }

  private MemoryManager open(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isokron_dsn", workspace.readerDsn());
    values.put("mcp_endpoint", SharedSea.server().mcpEndpoint().toString());
    values.put("mcp_service_token", workspace.token());
    values.putIfAbsent("read_timeout_seconds", "60");
    return MemoryManager.open(
        new TestHost(data), null, new IsokronPlugin(), ProviderConfig.of(values, Map.of()));
  }

  private SessionContext context(String workspaceId) {
    return SessionContext.primary("s", "test", workspaceId);
  }

  private static String refused(ManagedSession session) {
    MemoryFailClosedException e =
        assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
    return String.valueOf(e.getMessage());
  }

  private static ProviderHealth health(MemoryManager manager) {
    return manager.health().values().iterator().next();
  }

  @Test
  void aCharterThatWasTamperedWithEndsInTheHostAndTheRestoredOneIsServed() throws Exception {
    workspace.sql(
        "UPDATE public.kora_role_charter SET content_md = concat(content_md, '!')"
            + " WHERE workspace_id = %s");
    try (MemoryManager manager = open(Map.of());
        ManagedSession session = manager.openSession(context(workspace.id()))) {
      session.onTurnStart(new TurnStart(1, "hello"));
      String message = refused(session);
      assertTrue(message.startsWith("no verified charter: the charter "), message);
      assertTrue(message.contains("content_hash") && message.contains(workspace.id()), message);
      assertTrue(
          assertInstanceOf(ProviderHealth.Degraded.class, health(manager))
              .reason()
              .contains("charter: the charter "));

      workspace.sql(
          "UPDATE public.kora_role_charter SET content_md = left(content_md, -1)"
              + " WHERE workspace_id = %s");
      session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "s2", null));
      assertTrue(session.systemPromptBlock().startsWith("§1 Identity (Kora Role Charter v1.0)\n"));
      assertFalse(health(manager).toString().contains("charter"));
    }
  }

  @Test
  void aWorkspaceThatTheLoginDoesNotSeeHasNoCharterAndTheMessageSaysWhatToDo() {
    try (MemoryManager manager = open(Map.of());
        ManagedSession session = manager.openSession(context("org_elsewhere"))) {
      String message = refused(session);
      assertEquals(
          "no verified charter: no active charter of the workspace org_elsewhere: seed one, or use a"
              + " login of isokron_dsn that is bound to that workspace",
          message);
    }
  }

  @Test
  void aSubstrateThatIsAwayStartsNoTurnEither() {
    Map<String, String> away =
        Map.of("isokron_dsn", "postgres://u:Canary@127.0.0.1:1/d", "read_timeout_seconds", "5");
    try (MemoryManager manager = open(away);
        ManagedSession session = manager.openSession(context(workspace.id()))) {
      String message = refused(session);
      assertTrue(message.startsWith("no verified charter: cannot read the substrate at"), message);
      assertTrue(message.endsWith("see that the substrate answers, then start again"), message);
      assertFalse(message.contains("Canary"), message);
    }
  }
}
