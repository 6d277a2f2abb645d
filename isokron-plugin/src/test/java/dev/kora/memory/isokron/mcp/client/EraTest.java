package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which era the client finds, and when it looks again. */
@Timeout(120)
class EraTest {
  private final StatelessRules rules = new StatelessRules();
  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.AUTO, FaultClient.LONG);
    server = fault.server;
    server.stateless = rules;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  @Test
  void statelessOnlyNeverShakesHandsAndLegacyOnlyNeverDiscovers() {
    fault.use(McpProtocol.STATELESS, FaultClient.LONG);
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals(0, server.count("initialize"));
    fault.use(McpProtocol.LEGACY, FaultClient.LONG);
    assertEquals(-32022, fault.refused().rpcCode());
    assertEquals(1, server.count("server/discover"));
    assertEquals(1, server.count("initialize"));
  }

  @Test
  void autoGoesStatelessOnlyOnAValidDiscovery() {
    for (String discovery :
        List.of(
            "{}",
            "{\"supportedVersions\":[]}",
            "{\"supportedVersions\":\"2026-07-28\"}",
            "{\"supportedVersions\":[1,\"2026-07-28\"]}",
            "{\"supportedVersions\":[\"2027-01-01\"]}")) {
      rules.discovery = discovery;
      CallOutcome.Refused refused =
          assertInstanceOf(CallOutcome.Refused.class, fault.call(), discovery);
      assertTrue(refused.beforeTheCall());
      assertTrue(
          refused.reason().contains("no valid answer to server/discover")
              || refused.reason().contains("none of which it tells, this client 2026-07-28")
              || refused.reason().contains("2027-01-01, this client 2026-07-28"),
          refused.reason());
    }
    for (String odd :
        List.of("[]", "null", "{\"resultType\":\"odd\",\"supportedVersions\":[\"2026-07-28\"]}")) {
      rules.discovery = odd;
      assertInstanceOf(CallOutcome.NotSent.class, fault.call(), odd);
    }
    rules.discovery = "{\"supportedVersions\":[\"2026-07-28\"],\"serverInfo\":{\"name\":\"old\"}}";
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals("old", fault.client.server().orElseThrow().name());
  }

  @Test
  void autoAsksForDiscoveryOnRefusalsThatCouldBeAboutTheHandshakeOnly() {
    server.stateless = null;
    server.behaviour =
        (e, m, id) -> FaultServer.json(e, 200, FaultServer.result(id, rules.answer(m)));
    for (int status : List.of(401, 403, 408, 429, 500, 503)) {
      server.onInitialize = (e, m, id) -> FaultServer.json(e, status, "");
      assertEquals(status, fault.refused().httpStatus());
    }
    server.onInitialize = (e, m, id) -> FaultServer.json(e, 200, "nonsense");
    assertInstanceOf(CallOutcome.NotSent.class, fault.call());
    assertEquals(0, server.count("server/discover"));
    for (String refusal : List.of("", FaultServer.error("1", -32601, "no such method"))) {
      fault.use(McpProtocol.AUTO, FaultClient.LONG);
      server.onInitialize = (e, m, id) -> FaultServer.json(e, 404, refusal);
      assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    }
    fault.use(McpProtocol.AUTO, FaultClient.LONG);
    server.onInitialize = (e, m, id) -> FaultServer.json(e, 200, FaultServer.error(id, -32600, ""));
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    fault.use(McpProtocol.AUTO, FaultClient.LONG);
    server.onInitialize = (e, m, id) -> FaultServer.json(e, 500, FaultServer.error(id, -32022, ""));
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
  }

  @Test
  void statelessOnlyRetriesOnceWhereTheServerContradictsItselfAndElseNamesBothVersions() {
    fault.use(McpProtocol.STATELESS, FaultClient.LONG);
    server.stateless = null;
    server.behaviour =
        (e, m, id) ->
            FaultServer.json(
                e,
                server.count(m) == 1 ? 400 : 200,
                server.count(m) == 1
                    ? unsupported("2026-07-28")
                    : FaultServer.result(id, rules.answer(m)));
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    fault.use(McpProtocol.STATELESS, FaultClient.LONG);
    server.seen.clear();
    server.behaviour = (e, m, id) -> FaultServer.json(e, 400, unsupported("2026-07-28"));
    assertEquals(
        -32022, assertInstanceOf(CallOutcome.Refused.class, fault.client.ping()).rpcCode());
    assertEquals(2, server.count("server/discover"));
    server.behaviour = (e, m, id) -> FaultServer.json(e, 400, unsupported("2031-01-01"));
    String reason = assertInstanceOf(CallOutcome.Refused.class, fault.client.ping()).reason();
    assertTrue(reason.contains("2031-01-01") && reason.contains("2026-07-28"), reason);
    assertEquals(3, server.count("server/discover"));
  }

  @Test
  void theEraIsFoundAnewWhenTheServerIsReplaced() {
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    server.stateless = null; // now one with a handshake
    server.behaviour =
        (e, m, id) ->
            FaultServer.json(
                e,
                e.getRequestHeaders().containsKey("Mcp-Session-Id") ? 200 : 400,
                e.getRequestHeaders().containsKey("Mcp-Session-Id")
                    ? FaultServer.result(id, "{}")
                    : FaultServer.error("null", -32000, "no session"));
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals("legacy", fault.client.server().orElseThrow().era());
    server.stateless = rules; // and back
    answerWith("{}");
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals("stateless", fault.client.server().orElseThrow().era());
  }

  @Test
  void refusalsOfOneRequestLeaveTheEraAlone() {
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    for (int code : List.of(-32601, -32602, -32021)) {
      server.behaviour = (e, m, id) -> FaultServer.json(e, 404, FaultServer.error(id, code, "no"));
      assertEquals(code, fault.refused().rpcCode());
    }
    assertEquals(1, server.count("initialize"));
  }

  private static String unsupported(String version) {
    return "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32022,\"message\":\"no\","
        + ("\"data\":{\"supported\":[\"" + version + "\"]}}}");
  }

  private void answerWith(String result) {
    fault.answerWith(result);
  }
}
