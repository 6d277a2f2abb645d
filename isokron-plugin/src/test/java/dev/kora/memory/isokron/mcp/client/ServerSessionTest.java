package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that are lost, unusable or opened too late; numbers are the contract's rules. */
@Timeout(120)
class ServerSessionTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private FaultServer server;
  private McpClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    HttpEndpoint endpoint = new HttpEndpoint(URI.create(server.address()));
    client = new McpClient(new HttpTransport(endpoint, null), McpProtocol.AUTO, LONG, LONG, "test");
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private CallOutcome call() {
    return client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
  }

  private FutureTask<CallOutcome> callInBackground() {
    FutureTask<CallOutcome> call = new FutureTask<>(this::call);
    new Thread(call).start();
    return call;
  }

  private long count(String method) {
    return server.methods().stream().filter(method::equals).count();
  }

  private static boolean isOld(HttpExchange exchange) {
    return "session-1".equals(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"));
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void rule17SomeServersSay400ForALostSession() {
    assertInstanceOf(CallOutcome.Answered.class, call());
    server.session = "session-2";
    server.behaviour =
        (e, m, id) ->
            FaultServer.json(e, isOld(e) ? 400 : 200, isOld(e) ? "" : FaultServer.result(id, "{}"));
    assertInstanceOf(CallOutcome.Answered.class, call());
    assertEquals(2, count("initialize"));
    server.behaviour = (e, m, id) -> FaultServer.json(e, 400, "");
    assertEquals(400, assertInstanceOf(CallOutcome.Refused.class, call()).httpStatus());
    assertEquals(3, count("initialize"));
  }

  @Test
  void rule17CallsThatLoseTheSameSessionOpenOneNewOne() throws Exception {
    int calls = 6;
    assertInstanceOf(CallOutcome.Answered.class, call());
    server.session = "session-2";
    CountDownLatch all = new CountDownLatch(calls);
    server.behaviour =
        (e, m, id) -> {
          if (isOld(e)) {
            all.countDown();
            await(all);
          }
          FaultServer.json(e, isOld(e) ? 404 : 200, isOld(e) ? "" : FaultServer.result(id, "{}"));
        };
    List<FutureTask<CallOutcome>> results = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      results.add(callInBackground());
    }
    for (FutureTask<CallOutcome> result : results) {
      assertInstanceOf(CallOutcome.Answered.class, result.get());
    }
    assertEquals(2, count("initialize"));
    assertEquals(1 + 2 * calls, count("tools/call"));
  }

  @Test
  void rule17ALate404ForAnOlderSessionDoesNotEndTheNewOne() throws Exception {
    assertInstanceOf(CallOutcome.Answered.class, call());
    server.session = "session-2";
    CountDownLatch firstIsThere = new CountDownLatch(1);
    CountDownLatch secondIsDone = new CountDownLatch(1);
    server.behaviour =
        (e, m, id) -> {
          if (isOld(e) && firstIsThere.getCount() > 0) {
            firstIsThere.countDown();
            await(secondIsDone);
          }
          FaultServer.json(e, isOld(e) ? 404 : 200, isOld(e) ? "" : FaultServer.result(id, "{}"));
        };
    FutureTask<CallOutcome> late = callInBackground();
    await(firstIsThere);
    assertInstanceOf(CallOutcome.Answered.class, call());
    secondIsDone.countDown();
    assertInstanceOf(CallOutcome.Answered.class, late.get());
    assertInstanceOf(CallOutcome.Answered.class, call());
    assertEquals(2, count("initialize"));
  }

  @Test
  void rule13ASessionIdThatNoHeaderMayCarryIsRefusedAndNotShown() {
    for (String id : List.of("canary session", "canary\u00e9", "canary".repeat(1_000))) {
      server.session = id;
      String reason = assertInstanceOf(CallOutcome.Refused.class, call()).reason();
      assertTrue(reason.contains("session id") && !reason.contains("canary"), reason);
    }
    assertFalse(server.methods().contains("tools/call"));
  }

  @Test
  void rule18ASessionThatIsBeingOpenedWhileTheClientClosesIsEndedToo() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    server.beforeInitialize =
        () -> {
          arrived.countDown();
          await(release);
        };
    FutureTask<CallOutcome> call = callInBackground();
    await(arrived);
    Thread closing = new Thread(client::close);
    closing.start();
    while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(5);
    }
    release.countDown();
    closing.join();
    call.get();
    assertEquals(List.of("session-1"), sessionsEnded());
    assertInstanceOf(CallOutcome.NotSent.class, call());
    assertEquals(1, count("initialize"));
  }

  @Test
  void rule18ASessionWhoseHandshakeFailsHalfwayIsEnded() throws Exception {
    server.onNotification = (e, m, id) -> FaultServer.json(e, 500, "");
    assertEquals(500, assertInstanceOf(CallOutcome.Refused.class, call()).httpStatus());
    server.awaitSeen("DELETE");
    assertEquals(List.of("session-1"), sessionsEnded());
  }

  @Test
  void rule18AnInterruptedThreadEndsTheSessionAndKeepsItsFlag() {
    assertInstanceOf(CallOutcome.Answered.class, call());
    Thread.currentThread().interrupt();
    client.close();
    assertTrue(Thread.interrupted());
    assertEquals(List.of("session-1"), sessionsEnded());
  }

  private List<String> sessionsEnded() {
    return server.seen.stream()
        .filter(seen -> seen.verb().equals("DELETE"))
        .map(FaultServer.Seen::session)
        .toList();
  }
}
