package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a session is given up and the call made once more; numbers are the contract's rules. */
@Timeout(60)
class VoidSessionTest {
  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.AUTO, FaultClient.LONG);
    server = fault.server;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  private final StatelessRules rules = new StatelessRules();

  private void handshakeOnly(int status, int code) {
    server.stateless = null;
    server.behaviour =
        (e, m, id) -> {
          boolean has = e.getRequestHeaders().containsKey("Mcp-Session-Id");
          FaultServer.json(
              e,
              has ? 200 : status,
              has ? FaultServer.result(id, "{}") : FaultServer.error("null", code, "no session"));
        };
  }

  private void withoutSessions() {
    server.onInitialize =
        (e, m, id) ->
            FaultServer.json(
                e, 200, FaultServer.result(id, "{\"protocolVersion\":\"2025-11-25\"}"));
  }

  @Test
  void rule17AStatelessServerThatBecameOneWithAHandshakeIsNoticed() {
    for (int code : List.of(-32601, -32000, -32022)) {
      becomesOneWithAHandshake(400, code);
    }
    becomesOneWithAHandshake(404, -32001);
  }

  private void becomesOneWithAHandshake(int status, int code) {
    server.stateless = rules;
    fault.answerWith("{}");
    fault.use(McpProtocol.AUTO, FaultClient.LONG);
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    handshakeOnly(status, code);
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals("legacy", fault.client.server().orElseThrow().era());
  }

  @Test
  void rule17A404WithoutASessionEndsNone() {
    withoutSessions();
    fault.refuseWith(404, 0);
    assertEquals(404, fault.refused().httpStatus());
    assertEquals(1, server.count("initialize"));
    assertEquals(1, server.count("tools/call"));
  }

  @Test
  void rule17AServerWithoutSessionsThatBecameAStatelessOneIsNoticed() {
    withoutSessions();
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    server.onInitialize = (e, m, id) -> FaultServer.json(e, 404, "");
    server.behaviour =
        (e, m, id) -> {
          boolean modern =
              "2026-07-28".equals(e.getRequestHeaders().getFirst("MCP-Protocol-Version"));
          FaultServer.json(
              e,
              modern ? 200 : 400,
              modern
                  ? FaultServer.result(id, rules.answers(m) ? rules.answer(m) : "{}")
                  : FaultServer.error(id, -32602, "no _meta"));
        };
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals("stateless", fault.client.server().orElseThrow().era());
  }

  @Test
  void rule17ARecordsOwnFaultAtAServerWithoutSessionsIsSentTwiceAndNoMore() {
    withoutSessions();
    fault.refuseWith(400, -32602);
    assertFalse(fault.refused().beforeTheCall());
    assertEquals(2, server.count("initialize"));
    assertEquals(2, server.count("tools/call"));
  }

  @Test
  void rule11AnErrorInsideA200IsNeverSentAgain() {
    for (McpProtocol protocol : List.of(McpProtocol.LEGACY, McpProtocol.STATELESS)) {
      server.stateless = protocol == McpProtocol.STATELESS ? rules : null;
      for (int code : List.of(-32020, -32021, -32022)) {
        fault.use(protocol, FaultClient.LONG);
        server.seen.clear();
        fault.refuseWith(200, code);
        assertEquals(code, fault.refused().rpcCode());
        assertEquals(1, server.count("tools/call"), protocol + " " + code);
      }
    }
  }

  @Test
  void rule17AConstantSessionIdLosesNoHealthySession() throws Exception {
    int calls = 6;
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    CountDownLatch all = new CountDownLatch(calls);
    CountDownLatch healthy = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    server.behaviour =
        (e, m, id) -> {
          int number = asked.incrementAndGet();
          boolean lost = number <= calls;
          if (lost) {
            all.countDown();
            // The others are told when the first one uses the next session.
            ServerSessionTest.await(number == 1 ? all : healthy);
          } else {
            healthy.countDown();
          }
          FaultServer.json(e, lost ? 404 : 200, lost ? "" : FaultServer.result(id, "{}"));
        };
    List<FutureTask<CallOutcome>> results = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      results.add(new FutureTask<>(fault::call));
      new Thread(results.get(i)).start();
    }
    for (FutureTask<CallOutcome> result : results) {
      assertInstanceOf(CallOutcome.Answered.class, result.get());
    }
    assertEquals(2, server.count("initialize"));
  }

  @Test
  void rule18ASessionThatIsGivenUpAfterA400IsEndedAndAfterA404IsNot() {
    fault.refuseWith(400, 0);
    fault.call();
    assertEquals(1, server.count("DELETE"));
    server.seen.clear();
    fault.refuseWith(404, 0);
    fault.call();
    assertEquals(0, server.count("DELETE"));
  }

  @Test
  void rule17TheCatalogIsForgottenWhenASessionIsReplaced() {
    fault.answerWith("{\"tools\":[]}");
    assertTrue(fault.client.catalog().ensureKnown().isEmpty());
    assertTrue(fault.client.catalog().ensureKnown().isEmpty());
    assertEquals(1, server.count("tools/list"));
    AtomicBoolean lost = new AtomicBoolean(true);
    server.behaviour =
        (e, m, id) -> {
          boolean now = lost.getAndSet(false);
          FaultServer.json(e, now ? 404 : 200, now ? "" : FaultServer.result(id, "{\"tools\":[]}"));
        };
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertTrue(fault.client.catalog().ensureKnown().isEmpty());
    assertEquals(2, server.count("tools/list"));
  }
}
