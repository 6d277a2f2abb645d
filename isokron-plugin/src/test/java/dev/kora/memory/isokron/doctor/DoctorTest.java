package dev.kora.memory.isokron.doctor;

import static dev.kora.memory.isokron.doctor.HostFiles.settings;
import static dev.kora.memory.isokron.doctor.HostFiles.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.SeaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Sea and a real Postgres: whole, and with one thing broken at a time. */
@ExtendWith(SharedSea.class)
@Timeout(240)
class DoctorTest {
  private static final List<String> OF_SEA =
      List.of(
          "sea.protocol",
          "sea.chain_events",
          "sea.scratchpad",
          "sea.links",
          "sea.capabilities",
          "sea.supersession",
          "sea.idempotent");
  private static SeaServer sea;
  private static SeaWorkspace workspace;
  @TempDir Path folder;
  private HostFiles files;
  private Map<String, String> good;

  @BeforeAll
  static void start() throws Exception {
    sea = SharedSea.server();
    workspace = SeaWorkspace.create(sea);
  }

  @BeforeEach
  void write() {
    files = new HostFiles(folder);
    good = settings(sea, workspace);
  }

  @Test
  void aWholeInstallationIsOkAndTheEventIsInTheChain() throws Exception {
    Examined examined = files.emit(good);
    assertEquals(
        List.of(
            "config.file",
            "config.settings",
            "sea.dns",
            "sea.connect",
            "sea.tls",
            "sea.token",
            "sea.protocol",
            "sea.chain_events",
            "sea.scratchpad",
            "sea.links",
            "sea.capabilities",
            "sea.supersession",
            "sea.idempotent",
            "substrate.dns",
            "substrate.connect",
            "substrate.login",
            "substrate.tls",
            "substrate.tables",
            "substrate.role",
            "substrate.rls",
            "substrate.search",
            "substrate.clock",
            "workspace.known",
            "workspace.charter",
            "workspace.policies",
            "workspace.constitution",
            "journal.folder",
            "emit.delivered",
            "emit.found",
            "emit.workspace",
            "emit.actor",
            "emit.hash"),
        examined.in(Check.State.OK),
        examined.checks()::toString);
    assertEquals(32, examined.checks().size());
    assertTrue(examined.check("sea.capabilities").detail().startsWith("22 of 49"));
    assertTrue(examined.check("journal.folder").detail().contains(folder.toString()));
    List<ChainEvent> events = sea.events(workspace.id(), 1);
    assertEquals("kora.doctor.checked", events.get(0).eventType());
    assertTrue(
        examined.check("emit.delivered").detail().contains(events.get(0).eventId().toString()));
    assertTrue(sea.verify(workspace.id()).intact());
  }

  @Test
  void withoutEmitNothingIsWrittenAnywhere() throws Exception {
    List<ChainEvent> before = sea.events(workspace.id(), 10);
    Examined examined = files.examine(good);
    assertEquals(27, examined.in(Check.State.OK).size(), examined.checks()::toString);
    assertEquals(before, sea.events(workspace.id(), 10));
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void aWrongTokenFailsAndWhatNeedsItIsNotChecked() throws Exception {
    Examined examined = files.emit(with(good, "mcp_service_token", "no-token-of-anybody"));
    examined.assertFailed("sea.token", "401");
    assertTrue(examined.notMadeFor("sea.token").containsAll(OF_SEA), examined.checks()::toString);
    assertTrue(examined.notMadeFor("sea.token").contains("emit.hash"));
    assertEquals(Check.State.OK, examined.check("workspace.charter").state());
  }

  @Test
  void noTokenFailsWhereTheServerWantsOne() throws Exception {
    good.remove("mcp_service_token");
    files.examine(good).assertFailed("sea.token", "401");
  }

  @Test
  void hostsThatAreNotThereFailByName() throws Exception {
    Map<String, String> nowhere = with(good, "mcp_endpoint", "https://sea.invalid/mcp");
    nowhere.put("isokron_dsn", "postgres://u:CanaryPassword@db.invalid/d");
    Examined examined = files.examine(nowhere);
    assertEquals(List.of("sea.dns", "substrate.dns"), examined.in(Check.State.FAIL));
    assertTrue(examined.check("sea.dns").detail().contains("no such host: sea.invalid"));
    assertTrue(examined.notMadeFor("sea.dns").containsAll(OF_SEA));
    assertTrue(examined.notMadeFor("substrate.dns").contains("workspace.policies"));
  }

  @Test
  void portsWhereNobodyListensFail() throws Exception {
    Map<String, String> closed = with(good, "mcp_endpoint", "http://127.0.0.1:1/mcp");
    closed.put("isokron_dsn", "postgres://u:p@127.0.0.1:1/d");
    Examined examined = files.examine(closed);
    assertEquals(List.of("sea.connect", "substrate.connect"), examined.in(Check.State.FAIL));
    assertTrue(examined.check("substrate.connect").detail().startsWith("127.0.0.1:1: "));
  }

  @Test
  void oneOfSeveralDatabasesIsEnoughAndTheOtherIsTold() throws Exception {
    String dsn = workspace.readerDsn().replace("@", "@127.0.0.1:1,");
    files
        .examine(with(good, "isokron_dsn", dsn))
        .assertWarned("substrate.connect", "127.0.0.1:1: ");
  }

  @Test
  void aServerWithoutTlsFailsAtHttps() throws Exception {
    String https = sea.mcpEndpoint().toString().replace("http:", "https:");
    files.examine(with(good, "mcp_endpoint", https)).assertFailed("sea.tls", "no TLS");
  }

  @Test
  void aWrongPathIsNoMcpServer() throws Exception {
    String other = sea.mcpEndpoint().toString().replace("/mcp", "/other");
    Examined examined = files.examine(with(good, "mcp_endpoint", other));
    examined.assertFailed("sea.protocol", "404");
    assertTrue(examined.check("sea.protocol").advice().contains("path"));
  }

  @Test
  void aRoleThatNoPolicyHoldsForFails() throws Exception {
    Examined examined = files.examine(with(good, "isokron_dsn", workspace.adminDsn()));
    assertEquals(List.of("substrate.role", "substrate.rls"), examined.in(Check.State.FAIL));
    assertTrue(examined.check("substrate.role").detail().contains("superuser"));
    assertTrue(examined.check("substrate.rls").detail().contains("kora_policy_registry"));
  }

  @Test
  void aWrongPasswordFailsAndIsNotShown() throws Exception {
    String dsn = workspace.readerDsn().replaceFirst(":[^:@/]+@", ":CanaryPassword@");
    Examined examined = files.examine(with(good, "isokron_dsn", dsn));
    examined.assertFailed("substrate.login", "password");
    assertTrue(examined.slow().contains("substrate.login"), "the pool tries for five seconds");
    assertFalse(examined.toString().contains("Canary"));
  }

  @Test
  void anotherWorkspacesLoginSeesNothingOfThisOne() throws Exception {
    SeaWorkspace other = SeaWorkspace.create(sea);
    Examined examined = files.emit(with(good, "default_workspace_id", other.id()));
    assertEquals(
        List.of("workspace.known", "emit.delivered"),
        examined.in(Check.State.FAIL),
        examined.checks()::toString);
    assertTrue(examined.check("workspace.known").detail().contains(other.id()));
  }

  @Test
  void aCharterThatWasChangedFailsAndSoDoesOneWhoseCopiesDiffer() throws Exception {
    SeaWorkspace drifted = SeaWorkspace.create(sea);
    drifted.sql(
        "UPDATE public.kora_role_charter SET content_jsonb = jsonb_set(jsonb_set(content_jsonb,"
            + " '{sections,identity}', '\"somebody else\"'), '{charter_version}',"
            + " '\"9\\u001b[31m\\u202e9\"') WHERE workspace_id = %s");
    Examined examined = files.examine(settings(sea, drifted));
    examined.assertFailed("workspace.charter", "is not in content_md: identity");
    assertTrue(examined.check("workspace.charter").detail().contains("no hash covers"));
    assertPrintable(examined);
    drifted.sql(
        "UPDATE public.kora_role_charter SET content_md = content_md || '!' WHERE workspace_id = %s");
    files.examine(settings(sea, drifted)).assertFailed("workspace.charter", "content_hash");
  }

  @Test
  void aMissingPolicyIsADrift() throws Exception {
    SeaWorkspace fewer = SeaWorkspace.create(sea);
    fewer.sql(
        "DELETE FROM public.kora_policy_registry WHERE workspace_id = %s"
            + " AND policy_path = 'policy.kora_disabled'");
    files
        .examine(settings(sea, fewer))
        .assertWarned("workspace.policies", "row count drift: expected 31, got 30");
  }

  @Test
  void aSearchFunctionThatMayNotBeCalledIsMissed() throws Exception {
    String function = " ON FUNCTION kronicle.search_scratchpad(text, integer) ";
    workspace.sql("REVOKE EXECUTE" + function + "FROM sea_reader");
    try {
      files.examine(good).assertWarned("substrate.search", "may not call it");
    } finally {
      workspace.sql("GRANT EXECUTE" + function + "TO sea_reader");
    }
  }

  @Test
  void aTableWithoutRowSecurityFailsButForTheLinks() throws Exception {
    for (String table : List.of("public.relationlink", "public.kora_policy_registry")) {
      workspace.sql("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY");
      try {
        Examined examined = files.examine(good);
        if (table.equals("public.relationlink")) {
          examined.assertWarned("substrate.rls", "none for this login on " + table);
        } else {
          examined.assertFailed("substrate.rls", "none for this login on " + table);
        }
      } finally {
        workspace.sql("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY");
      }
    }
  }

  @Test
  void aPolicyThatLetsEverybodyInFails() throws Exception {
    workspace.sql(
        "CREATE POLICY careless ON public.kora_policy_registry FOR SELECT TO sea_reader"
            + " USING (true)");
    try {
      files.examine(good).assertFailed("substrate.rls", "shows rows without a workspace");
    } finally {
      workspace.sql("DROP POLICY careless ON public.kora_policy_registry");
    }
  }

  @Test
  void aTableThatMayNotBeReadFailsByName() throws Exception {
    workspace.sql("REVOKE SELECT ON public.relationlink FROM sea_reader");
    try {
      Examined examined = files.examine(good);
      examined.assertFailed("substrate.tables", "public.relationlink");
      assertTrue(examined.notMadeFor("substrate.tables").contains("workspace.charter"));
    } finally {
      workspace.sql("GRANT SELECT ON public.relationlink TO sea_reader");
    }
  }

  @Test
  void whereTheHashMayNotBeReadItIsNotCheckedAndNothingFails() throws Exception {
    String log = " ON hivex_foundation.event_log ";
    workspace.sql(
        "REVOKE SELECT" + log + "FROM sea_reader",
        "GRANT SELECT (tenant_id, event_id, event_type, occurred_at, payload, actor_id)"
            + log
            + "TO sea_reader");
    try {
      Examined examined = files.emit(good);
      assertEquals(List.of(), examined.in(Check.State.FAIL), examined.checks()::toString);
      assertEquals(
          List.of("emit.hash"), examined.in(Check.State.WARN), examined.checks()::toString);
      Check hash = examined.check("emit.hash");
      assertFalse(hash.wasMade());
      assertTrue(hash.detail().contains("permission denied"), hash.detail());
      assertEquals(Check.State.OK, examined.check("emit.actor").state());
    } finally {
      workspace.sql(
          "REVOKE SELECT" + log + "FROM sea_reader", "GRANT SELECT" + log + "TO sea_reader");
    }
  }

  @Test
  void withoutAWorkspaceItSaysSoAndTakesOneByHand() throws Exception {
    good.remove("default_workspace_id");
    files.examine(good).assertWarned("workspace", "default_workspace_id");
    Examined byHand = HostFiles.examine(files.write(good), Map.of(), workspace.id(), false);
    assertEquals(27, byHand.in(Check.State.OK).size(), byHand.checks()::toString);
  }

  static void assertPrintable(Examined examined) {
    for (Check check : examined.checks()) {
      for (String text : List.of(check.detail(), check.advice())) {
        assertTrue(text.length() <= 601, text);
        assertTrue(text.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == 0x202e), text);
      }
    }
  }
}
