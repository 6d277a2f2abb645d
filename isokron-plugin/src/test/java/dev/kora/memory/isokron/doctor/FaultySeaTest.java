package dev.kora.memory.isokron.doctor;

import static dev.kora.memory.isokron.doctor.HostFiles.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.isokron.provider.SharedSea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that is not what it should be, beside a database that is. */
@ExtendWith(SharedSea.class)
@Timeout(240)
class FaultySeaTest {
  private static final String TOKEN = "CanaryToken/4711";
  private static final String FAILS =
      "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"not implemented\"}]}";

  private static SeaWorkspace workspace;
  @TempDir Path folder;
  private HostFiles files;
  private FaultServer server;
  private Map<String, String> settings;

  @BeforeAll
  static void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
  }

  @BeforeEach
  void start() throws IOException {
    files = new HostFiles(folder);
    server = new FaultServer();
    settings = settings(SharedSea.server(), workspace);
    settings.put("mcp_endpoint", server.address());
    settings.put("mcp_service_token", TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Every tool that there should be, each answered with this result. */
  private void offerAll(String result) {
    String tools =
        Arrays.stream(Surface.values())
            .map(surface -> "{\"name\":\"" + surface.tool + "\"}")
            .collect(Collectors.joining(",", "{\"tools\":[", "]}"));
    server.behaviour =
        (exchange, method, id) ->
            FaultServer.json(
                exchange,
                200,
                FaultServer.result(id, method.equals("tools/list") ? tools : result));
  }

  @Test
  void toolsThatAreNotOfferedAreDeferredByTheirIds() throws Exception {
    server.behaviour =
        (exchange, method, id) ->
            FaultServer.json(exchange, 200, FaultServer.result(id, "{\"tools\":[]}"));
    Examined examined = files.examine(settings);
    assertEquals(List.of(), examined.in(Check.State.FAIL), examined.checks()::toString);
    assertEquals(
        List.of(
            "sea.chain_events",
            "sea.scratchpad",
            "sea.links",
            "sea.capabilities",
            "sea.idempotent"),
        examined.in(Check.State.WARN));
    assertTrue(
        examined
            .check("sea.links")
            .detail()
            .startsWith("D-kr3-st2-no-relationlink-write-mcp-tool"));
    assertTrue(
        examined
            .check("sea.capabilities")
            .detail()
            .startsWith("D-kr2-st2-capability-matrix-mirror"));
  }

  @Test
  void anEventIsNotTriedWhereItsToolIsMissing() throws Exception {
    server.behaviour =
        (exchange, method, id) ->
            FaultServer.json(exchange, 200, FaultServer.result(id, "{\"tools\":[]}"));
    Examined examined = files.emit(settings);
    assertTrue(examined.check("emit").detail().contains("kora__append_event"));
    assertFalse(server.methods().contains("tools/call"));
  }

  @Test
  void aServerOfStubsFailsWhereItIsAskedToDoSomething() throws Exception {
    offerAll(FAILS);
    Examined examined = files.emit(settings);
    assertEquals(
        List.of("sea.capabilities", "emit.delivered"),
        examined.in(Check.State.FAIL),
        examined.checks()::toString);
    assertTrue(examined.check("sea.capabilities").detail().contains("not implemented"));
    assertTrue(examined.check("emit.delivered").detail().contains("not implemented"));
    assertTrue(examined.notMadeFor("emit.delivered").contains("emit.hash"));
  }

  @Test
  void aMatrixOfAnotherShapeFailsAndOneThatDeniesTheToolsIsTold() throws Exception {
    offerAll("{\"structuredContent\":{\"capability_matrix\":{\"cap_x\":1}}}");
    files.examine(settings).assertFailed("sea.capabilities", "/capability_matrix/cap_x");
    offerAll(
        "{\"structuredContent\":{\"capability_matrix\":{\"cap_write_agent_scratchpad\":true}}}");
    Check check = files.examine(settings).check("sea.capabilities");
    assertEquals(Check.State.WARN, check.state());
    assertTrue(check.detail().startsWith("1 of 1 granted; denied: cap_read_precommit"));
  }

  @Test
  void anEventThatIsNotInTheDatabaseIsNotBelieved() throws Exception {
    offerAll("{\"structuredContent\":{\"event_id\":\"" + UUID.randomUUID() + "\"}}");
    Examined examined = files.emit(settings);
    assertEquals(
        List.of("sea.capabilities", "emit.found"),
        examined.in(Check.State.FAIL),
        examined.checks()::toString);
  }

  @Test
  void anotherEventThanTheOneThatWasSentIsNotBelieved() throws Exception {
    SeaWorkspace real = SeaWorkspace.create(SharedSea.server());
    files.emit(settings(SharedSea.server(), real)).check("emit.hash");
    String other = SharedSea.server().events(real.id(), 1).get(0).eventId().toString();
    real.sql(
        "UPDATE hivex_foundation.event_log SET payload = '{\"plugin_version\":\"x\\u001b\"}'"
            + " WHERE event_id = '"
            + other
            + "'");
    Map<String, String> lying = settings(SharedSea.server(), real);
    lying.put("mcp_endpoint", server.address());
    offerAll("{\"structuredContent\":{\"event_id\":\"" + other + "\"}}");
    Examined examined = files.emit(lying);
    assertEquals(Check.State.FAIL, examined.check("emit.found").state());
    assertTrue(examined.check("emit.found").detail().contains("plugin_version"));
    DoctorTest.assertPrintable(examined);
  }

  @Test
  void anEventOfAnotherWorkspaceOrAnotherAgentIsToldApart() throws Exception {
    SeaWorkspace hermes = SeaWorkspace.create(SharedSea.server());
    hermes.sql(
        "UPDATE public.actor_registry SET actor_kind = 'hermes', canonical = false"
            + " WHERE workspace_id = %s AND actor_kind = 'kora'");
    Examined wrongActor = files.emit(settings(SharedSea.server(), hermes));
    wrongActor.assertFailed("emit.actor", "of the kind hermes, not kora");
    assertEquals(Check.State.OK, wrongActor.check("emit.hash").state());
    Map<String, String> ofHermes = settings(SharedSea.server(), hermes);
    ofHermes.put("actor_kind", "hermes");
    Check itsOwn = files.emit(ofHermes).check("emit.actor");
    assertEquals(Check.State.OK, itsOwn.state(), itsOwn.detail());

    String other = SharedSea.server().events(hermes.id(), 1).get(0).eventId().toString();
    offerAll("{\"structuredContent\":{\"event_id\":\"" + other + "\"}}");
    settings.put("isokron_dsn", workspace.adminDsn()); // sees all of them
    Examined elsewhere = files.emit(settings);
    assertEquals(Check.State.FAIL, elsewhere.check("emit.workspace").state());
    assertTrue(elsewhere.check("emit.workspace").detail().contains(hermes.id()));
    assertEquals(Check.State.FAIL, elsewhere.check("emit.hash").state());
  }

  @Test
  void whatAServerSaysIsPrintableAndShowsNoSecret() throws Exception {
    String nasty = "\\u001b[2J\\u202e" + "x".repeat(50_000) + TOKEN;
    offerAll("{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"" + nasty + "\"}]}");
    Examined examined = files.emit(settings);
    DoctorTest.assertPrintable(examined);
    assertFalse(examined.toString().contains("Canary"));
    server.behaviour =
        (exchange, method, id) ->
            FaultServer.json(
                exchange,
                401,
                "who is " + exchange.getRequestHeaders().getFirst("Authorization").substring(7));
    Examined refused = files.emit(settings);
    refused.assertFailed("sea.token", "****");
    assertFalse(refused.toString().contains("Canary"));
  }

  @Test
  void aServerThatAsksForNoTokenIsOpenToAll() throws Exception {
    offerAll("{\"structuredContent\":{\"capability_matrix\":{}}}");
    settings.remove("mcp_service_token");
    Check check = files.examine(settings).check("sea.token");
    assertEquals(Check.State.WARN, check.state());
    assertTrue(check.detail().contains("asks for none"));
  }
}
