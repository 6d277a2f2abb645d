package dev.kora.memory.isokron.mcp.http;

import static dev.kora.memory.isokron.mcp.http.ScriptedServer.EVENTS;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.JSON;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers do wrong, byte for byte. */
@Timeout(120)
class HttpFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Map<String, String> HEADERS = Map.of("Mcp-Session-Id", "canary-session");
  private static final String ENDLESS = "Content-Length: 104857600\r\n\r\n";

  private final ScriptedServer server = new ScriptedServer((request, out) -> false);
  private final HttpTransport transport =
      new HttpTransport(server.endpoint("/mcp?key=canary-query"), new Secret("canary/token"));
  private final Exchanges exchange = new Exchanges();

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  private Exchange call(Duration limit) {
    return exchange.on(transport, HEADERS, limit);
  }

  private Exchange answered(String bytes) {
    server.script((request, out) -> say(out, bytes));
    return call(Exchanges.LONG);
  }

  @Test
  void rule12TheHeadersOfAPostAndNoUpgrade() {
    server.script((request, out) -> ScriptedServer.json(out, "answer"));
    call(Exchanges.LONG);
    ScriptedServer.Request request = server.requests.get(0);
    assertTrue(request.head().startsWith("POST /mcp?key=canary-query HTTP/1.1\r\n"));
    assertTrue(request.has("Content-Type", "application/json"));
    assertTrue(request.has("Accept", "application/json, text/event-stream"));
    assertTrue(request.has("Authorization", "Bearer canary/token"));
    assertFalse(request.head().contains("pgrade"));
    assertEquals("{\"call\":1}", request.body());
  }

  @Test
  void rule15A2xxWithoutAnAnswerEndsTheCallAtOnce() {
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
            JSON + "Connection: close\r\nContent-Length: 2\r\n\r\n{}",
            EVENTS + ": nothing\n\n")) {
      assertInstanceOf(Exchange.Completed.class, answered(answer), answer);
    }
  }

  @Test
  void rule15Any2xxToANotificationIsFineWhateverItsBodyDoes() {
    for (String answer :
        List.of(
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
            JSON + ENDLESS + "{",
            EVENTS + ": on and on\n")) {
      server.script(
          (request, out) -> {
            say(out, answer);
            Thread.sleep(Exchanges.LONG.toMillis());
            return false;
          });
      Outbound notification = new Outbound(new byte[] {'{', '}'}, HEADERS, false);
      assertInstanceOf(
          Exchange.Completed.class,
          transport.exchange(notification, Awaited.nothing(), Deadline.in(Exchanges.LONG)));
    }
  }

  @Test
  void rule10TheDeadlineCoversAServerThatSaysNothingAndOneThatDripsBytes() {
    server.script(
        (request, out) -> {
          Thread.sleep(Exchanges.LONG.toMillis());
          return false;
        });
    assertInstanceOf(Exchange.TimedOut.class, exchange.untilSent(transport, HEADERS, SHORT));
    for (String head :
        List.of("HTTP/1.1 2", JSON + ENDLESS, EVENTS, "HTTP/1.1 500 No\r\n" + ENDLESS)) {
      server.script(
          (request, out) -> {
            say(out, head);
            while (true) {
              say(out, " ");
              Thread.sleep(20);
            }
          });
      assertInstanceOf(
          Exchange.TimedOut.class, exchange.untilSent(transport, HEADERS, SHORT), head);
    }
  }

  @Test
  void rule19AStatusCountsEvenWhenItsTextBreaksOff() {
    Exchange.Rejected rejected =
        assertInstanceOf(
            Exchange.Rejected.class,
            answered("HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 100\r\n\r\nbusy"));
    assertEquals(503, rejected.status());
    assertEquals(Duration.ofSeconds(7), rejected.retryAfter());
    assertEquals("busy", rejected.body());
  }

  @Test
  void rule19TheHeadersOfRefusalsAreKept() {
    Exchange.Rejected rejected =
        assertInstanceOf(
            Exchange.Rejected.class,
            answered(
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer realm=\"r\"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    assertEquals("Bearer realm=\"r\"", rejected.challenge());
    // A challenge is due with it, and often missing.
    for (int status : List.of(401, 403, 407, 413, 429)) {
      Exchange how =
          answered("HTTP/1.1 " + status + " No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      assertEquals(status, assertInstanceOf(Exchange.Rejected.class, how, how::toString).status());
    }
  }

  @Test
  void rule20RedirectsAreNotFollowedAndTheOtherHostGetsNothing() {
    try (ScriptedServer other = new ScriptedServer((request, out) -> false)) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        Exchange how =
            answered(
                "HTTP/1.1 "
                    + status
                    + " Elsewhere\r\nLocation: "
                    + other.endpoint("/mcp").uri()
                    + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Exchange.Rejected rejected = assertInstanceOf(Exchange.Rejected.class, how);
        assertEquals(status, rejected.status());
        assertEquals("redirects are not followed", rejected.body());
      }
      assertEquals(0, other.accepted.get());
    }
    assertEquals(5, server.requests.size());
  }

  @Test
  void rule21GarbageIsABrokenExchangeThatSaysWhatIsWrong() {
    Map<String, String> garbage = new LinkedHashMap<>();
    garbage.put("SSH-2.0-OpenSSH_9.6\r\n\r\n", "status");
    garbage.put("HTTP/1.1 abc OK\r\n\r\n", "status");
    garbage.put("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "not valid http");
    garbage.put("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "");
    garbage.put("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "chunk");
    garbage.put("", "no bytes");
    garbage.put("H".repeat(1 << 20), "");
    for (Map.Entry<String, String> answer : garbage.entrySet()) {
      Exchange how = answered(answer.getKey());
      if (how instanceof Exchange.Completed && answer.getValue().isEmpty()) {
        continue; // the JDK's client may overlook it
      }
      Exchange.Broken broken = assertInstanceOf(Exchange.Broken.class, how, answer.getKey());
      String reason = broken.reason().toLowerCase(java.util.Locale.ROOT);
      assertTrue(reason.contains(answer.getValue()), broken::reason);
      assertTrue(reason.length() < 300, broken::reason);
    }
  }
}
