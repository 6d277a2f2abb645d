package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a server that misbehaves; numbers are rules of the client's contract. */
@Timeout(120)
class McpClientTest {
  private static final String TEXT_RESULT =
      "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"a\\\":1}\"}]}";

  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.AUTO, Duration.ofSeconds(20));
    server = fault.server;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  @Test
  void rules4And13And18HandshakeThenHeadersThenDelete() {
    fault.answerWith(TEXT_RESULT);
    assertEquals(
        "{\"a\":1}",
        StrictJson.write(assertInstanceOf(CallOutcome.Answered.class, fault.call()).content()));
    fault.client.close();
    assertEquals(
        List.of("initialize", "notifications/initialized", "tools/call", "DELETE"),
        server.methods());
    assertEquals("null", server.seen.get(0).session());
    for (FaultServer.Seen later : server.seen.subList(1, 4)) {
      assertEquals("session-1", later.session());
      assertEquals("2025-11-25", later.version());
    }
  }

  @Test
  void rule4AnUnknownVersionIsRefusedNamingBoth() {
    server.version = "2031-01-01";
    String reason = fault.refused().reason();
    assertTrue(reason.contains("2031-01-01") && reason.contains("2025-11-25"), reason);
  }

  @Test
  void rule5And16AnEventStreamMayAskFirstAndStayOpen() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    server.behaviour =
        (e, m, id) -> {
          e.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
          e.sendResponseHeaders(200, 0);
          String ask = "data: {\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\"}\r\n\r\n";
          String events =
              ask.formatted("p", "ping")
                  + ask.formatted("r", "roots/list")
                  + ("data: " + FaultServer.result(id, TEXT_RESULT) + "\r\n\r\n");
          e.getResponseBody().write(events.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          e.getResponseBody().flush();
          try {
            never.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        };
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    String pong = "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}";
    String refusal =
        "{\"jsonrpc\":\"2.0\",\"id\":\"r\","
            + "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}";
    for (String answer : List.of(pong, refusal)) {
      while (server.seen.stream().noneMatch(seen -> seen.body().equals(answer))) {
        Thread.sleep(10); // it may arrive after the call's own answer
      }
    }
    assertTrue(
        server.seen.stream()
            .filter(seen -> seen.body().equals(pong) || seen.body().equals(refusal))
            .allMatch(seen -> seen.verb().equals("POST") && seen.session().equals("session-1")));
  }

  @Test
  void rule10TheDeadlineCoversTheBodyAndTheServerIsTold() throws Exception {
    fault.use(McpProtocol.AUTO, Duration.ofMillis(700));
    server.behaviour =
        (e, m, id) -> {
          e.getResponseHeaders().set("Content-Type", "application/json");
          e.sendResponseHeaders(200, 1000);
          e.getResponseBody().write('{');
          e.getResponseBody().flush();
        };
    assertInstanceOf(CallOutcome.Ambiguous.class, fault.callUntilSent());
    while (!server.methods().contains("notifications/cancelled")) {
      Thread.sleep(10);
    }
  }

  @Test
  void rule11AServerThatIsNotThereWasNotSentAnything() {
    server.close();
    assertInstanceOf(CallOutcome.NotSent.class, fault.call());
  }

  @Test
  void rule15ATwoHundredWithoutAnAnswerFailsAtOnce() {
    for (String body : List.of("", "{}", "[]", "nonsense", FaultServer.result("99", "{}"))) {
      server.behaviour = (e, m, id) -> FaultServer.json(e, 200, body);
      assertInstanceOf(CallOutcome.Ambiguous.class, fault.call(), body);
    }
  }

  @Test
  void rule17ALostSessionIsOpenedAgainOnceAndOnlyOnce() {
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    server.session = "session-2";
    server.behaviour =
        (e, m, id) -> {
          boolean old = "session-1".equals(e.getRequestHeaders().getFirst("Mcp-Session-Id"));
          FaultServer.json(e, old ? 404 : 200, old ? "" : FaultServer.result(id, "{}"));
        };
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    server.behaviour = (e, m, id) -> FaultServer.json(e, 404, "");
    assertEquals(404, fault.refused().httpStatus());
    assertEquals(3, server.methods().stream().filter("initialize"::equals).count());
  }

  @Test
  void rule4And5WhatTheServerSendsBeforeItsFirstAnswerIsTolerated() throws Exception {
    server.onInitialize =
        (e, m, id) -> {
          String early =
              """
              data: {"jsonrpc":"2.0","method":"notifications/message"}

              data: {"jsonrpc":"2.0","id":"early","method":"ping"}

              """;
          String answer = FaultServer.result(id, "{\"protocolVersion\":\"2025-03-26\"}");
          FaultServer.send(e, 200, "text/event-stream", early + "data: " + answer + "\n\n");
        };
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
    assertEquals("2025-03-26", fault.client.server().orElseThrow().version());
    while (server.seen.stream().noneMatch(s -> s.body().contains("\"id\":\"early\""))) {
      Thread.sleep(10); // it may arrive after the call's own answer
    }
  }

  @Test
  void rule19And20RedirectsAreNotFollowedAndRetryAfterIsKept() {
    server.behaviour =
        (e, m, id) -> {
          e.getResponseHeaders().set("Location", server.address());
          FaultServer.json(e, 307, "");
        };
    assertEquals(307, fault.refused().httpStatus());
    server.behaviour =
        (e, m, id) -> {
          e.getResponseHeaders().set("Retry-After", "7");
          FaultServer.send(e, 503, "text/plain", "Bearer abcdef at\n\tStack.trace");
        };
    CallOutcome.Refused refused = fault.refused();
    assertEquals(Duration.ofSeconds(7), refused.retryAfter());
    assertFalse(refused.reason().contains("abcdef") || refused.reason().contains("\n"));
  }

  @Test
  void rule6TheToolListFollowsCursorsAnEmptyOneToo() {
    server.behaviour =
        (e, m, id) -> {
          long lists = server.methods().stream().filter("tools/list"::equals).count();
          String page = "{\"tools\":[{\"name\":\"t" + lists + "\"}]";
          FaultServer.json(
              e,
              200,
              FaultServer.result(
                  id,
                  page
                      + (lists == 1
                          ? ",\"nextCursor\":\"\"}"
                          : lists == 2 ? ",\"nextCursor\":\"2\"}" : "}")));
        };
    assertEquals(Optional.empty(), fault.client.catalog().ensureKnown());
    assertFalse(fault.client.catalog().isKnownAbsent("t3"));
    assertTrue(fault.client.catalog().isKnownAbsent("t4"));
    assertEquals(Optional.empty(), fault.client.catalog().ensureKnown());
    assertEquals(3, server.methods().stream().filter("tools/list"::equals).count());
  }

  @Test
  void aCallFromAnInterruptedThreadEndsAtOnceAndLeavesTheFlag() {
    Thread.currentThread().interrupt();
    assertInstanceOf(CallOutcome.NotSent.class, fault.call());
    assertTrue(Thread.interrupted());
  }
}
