package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which workspace a session is in, and where what it writes waits. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class WorkspaceOfASessionTest {
  private static final String LIMIT = "policy.kora_rate_limit_per_minute = ";

  @TempDir Path data;

  private static MemorySession session(OpenWorkspace open, SessionContext context) {
    return open.provider().openSession(context);
  }

  @Test
  void theSessionsOwnComesFirstThenTheDefault() throws Exception {
    SeaWorkspace byDefault = SeaWorkspace.create(SharedSea.server());
    SeaWorkspace named = SeaWorkspace.create(SharedSea.server());
    named.sql(
        "UPDATE public.kora_policy_registry SET policy_value = '61' WHERE workspace_id = %s"
            + " AND policy_path = 'policy.kora_rate_limit_per_minute'");
    String before = named.written();
    String empty = byDefault.written();
    Map<String, String> settings =
        Map.of("default_workspace_id", byDefault.id(), "isokron_dsn", byDefault.adminDsn());
    try (OpenWorkspace open = OpenWorkspace.open(byDefault, new TestHost(data), settings);
        MemorySession nameless = session(open, SessionContext.primary("n", "test", null));
        MemorySession other = session(open, SessionContext.primary("o", "test", named.id()))) {
      assertTrue(nameless.systemPromptBlock().contains(LIMIT + "60\n"));
      assertTrue(other.systemPromptBlock().contains(LIMIT + "61\n"));
      nameless.onSessionEnd(List.of());
      assertTrue(nameless.flush(OpenWorkspace.LONG).complete());
    }
    assertNotEquals(empty, byDefault.written());
    assertEquals(before, named.written());
  }

  @Test
  void withoutOneThePromptIsEmptyWithAWarningAndHooksSkipWithALineForDebugging() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    String before = workspace.written();
    TestHost host = new TestHost(data);
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, host, Map.of());
        MemorySession nowhere = session(open, SessionContext.primary("n", "test", null))) {
      assertEquals("", nowhere.systemPromptBlock());
      assertEquals(
          List.of("WARN [kora.isokron] no workspace_id resolvable: the prompt block is empty"),
          log.startingWith("[kora.isokron] no workspace_id"));
      assertEquals("", nowhere.prefetch("anything"));
      nowhere.syncTurn(
          new CompletedTurn(1, List.of(Message.of(Message.Role.ASSISTANT, "cap_read_files"))));
      nowhere.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "tea"));
      nowhere.onDelegation(new Delegation("child", "t", "r"));
      nowhere.onSessionEnd(List.of());
      for (String hook : List.of("syncTurn", "onMemoryWrite", "onDelegation", "onSessionEnd")) {
        assertEquals(
            1,
            log.count(
                Level.DEBUG, "[kora.isokron] " + hook + " skipped: no workspace_id resolvable"),
            hook);
      }
      assertTrue(open.provider().flush(OpenWorkspace.LONG).complete());
    }
    assertEquals(List.of(), host.deliveries());
    assertEquals(before, workspace.written());
  }

  @Test
  void whatItWritesWaitsInTheFolderOfTheSettings() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    Path folder = data.resolve("journal");
    Path home = Files.createDirectories(data.resolve("home"));
    Map<String, String> settings = Map.of("outbox_dir", folder.toString());
    try (OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(home), settings)) {
      open.session().onSessionEnd(List.of());
      open.delivered();
      try (Stream<Path> files = Files.walk(folder)) {
        assertTrue(files.anyMatch(Files::isRegularFile));
      }
      assertFalse(Files.exists(home.resolve("isokron")));
    }
  }

  @Test
  void anEventsLinesNameItsTypeAndItsIdOrWhyItWaits() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      open.session().onSessionEnd(List.of());
      open.delivered();
      String sent = "INFO [kora.chain.emit] onSessionEnd emit kora.session.ended → event_id=";
      assertEquals(List.of(sent + ids(workspace).get(0)), log.startingWith("[kora.chain.emit"));

      workspace.sql("UPDATE sea.service_token SET revoked_at = now() WHERE workspace_id = %s");
      open.session().onSessionEnd(List.of());
      OpenWorkspace.until(() -> log.count(Level.ERROR, "[kora.chain.emit.failed]") == 1);
      String failed = log.startingWith("[kora.chain.emit.failed]").get(0);
      assertTrue(
          failed.matches(
              "ERROR \\[kora\\.chain\\.emit\\.failed] onSessionEnd emit"
                  + " \\(kora\\.session\\.ended\\) — .+; it is kept and will be redelivered"),
          failed);
      workspace.sql("UPDATE sea.service_token SET revoked_at = NULL WHERE workspace_id = %s");
      open.delivered();
      assertEquals(
          List.of(sent + ids(workspace).get(0), sent + ids(workspace).get(1)),
          log.startingWith("[kora.chain.emit] "));
      log.all().forEach(line -> assertFalse(line.text().contains(workspace.token())));
    }
  }

  private static List<String> ids(SeaWorkspace workspace) throws Exception {
    return workspace.texts(
        "SELECT v.event_id::text FROM hivex_foundation.event_log v"
            + " JOIN hivex_foundation.tenant t ON t.tenant_id = v.tenant_id"
            + " WHERE t.clerk_org_id = %s ORDER BY v.seq");
  }
}
