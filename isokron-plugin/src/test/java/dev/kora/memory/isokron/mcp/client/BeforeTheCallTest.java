package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Openings and listings that fail; numbers are rules of the client's contract. */
@Timeout(120)
class BeforeTheCallTest {
  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.LEGACY, FaultClient.LONG);
    server = fault.server;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  @Test
  void rule11AnOpeningThatIsRefusedIsNotARefusalOfTheCall() {
    for (int status : List.of(400, 413, 422)) {
      server.onInitialize = (e, m, id) -> FaultServer.json(e, status, "");
      assertTrue(fault.refused().beforeTheCall());
      assertEquals(status, fault.refused().httpStatus());
    }
    for (int code : List.of(-32602, -32022)) {
      server.onInitialize = (e, m, id) -> FaultServer.json(e, 200, FaultServer.error(id, code, ""));
      assertTrue(fault.refused().beforeTheCall());
      assertEquals(code, fault.refused().rpcCode());
    }
    fault.use(McpProtocol.STATELESS, FaultClient.LONG);
    fault.refuseWith(400, -32602);
    assertTrue(fault.refused().beforeTheCall());
    assertEquals(0, server.count("tools/call"));
    server.onInitialize = null;
    fault.use(McpProtocol.LEGACY, FaultClient.LONG);
    fault.refuseWith(200, -32602);
    assertFalse(fault.refused().beforeTheCall());
  }

  @Test
  void rule11AListingThatIsRefusedIsNotARefusalOfTheCall() {
    fault.use(McpProtocol.STATELESS, FaultClient.LONG);
    StatelessRules rules = new StatelessRules();
    server.behaviour =
        (e, m, id) ->
            FaultServer.json(
                e,
                m.equals("server/discover") ? 200 : 400,
                m.equals("server/discover")
                    ? FaultServer.result(id, rules.discovery)
                    : FaultServer.error(id, -32602, "no list"));
    assertTrue(fault.refused().beforeTheCall());
    assertEquals(
        true,
        assertInstanceOf(
                CallOutcome.Refused.class, fault.client.catalog().ensureKnown().orElseThrow())
            .beforeTheCall());
    assertEquals(0, server.count("tools/call"));
  }

  @Test
  void rule18ASessionOfAnUnknownVersionIsEndedAndTheCallDoesNotWaitForThat() throws Exception {
    server.version = "2031-01-01\\r\\nX: 1";
    String reason = fault.refused().reason();
    assertTrue(reason.contains("2031-01-01") && reason.contains("2025-11-25"), reason);
    server.awaitSeen("DELETE");
    assertEquals(1, server.count("DELETE"));
    assertEquals("session-1", server.seen.get(server.seen.size() - 1).session());
  }

  @Test
  void rule4AnAnswerWhoseExchangeDidNotEndWellOpensNothing() {
    for (Exchange end : List.of(new Exchange.TimedOut("late"), new Exchange.Broken("cut", null))) {
      Channel channel = new Channel();
      channel.behaviour =
          m ->
              channel.say(
                  FaultServer.result(
                      m.path("id").toString(), "{\"protocolVersion\":\"2025-11-25\"}"));
      channel.afterwards = end;
      try (McpClient client =
          new McpClient(channel, McpProtocol.AUTO, Duration.ofMinutes(1), "test")) {
        CallOutcome outcome =
            client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
        assertInstanceOf(CallOutcome.NotSent.class, outcome);
      }
      assertEquals(List.of("initialize"), channel.methods());
    }
  }
}
