package dev.kora.memory.isokron.mcp.http;

import static dev.kora.memory.isokron.mcp.http.ScriptedServer.EVENTS;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.JSON;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule 13: the token, the session and the URL's query show nowhere, whatever fails. */
@Timeout(120)
class CanarySecretsTest {
  private static final String QUERY = "/mcp?key=canary-query&other=canary%2Fother";
  private static final Secret TOKEN = new Secret("canary/token");
  private static final Map<String, String> HEADERS = Map.of("Mcp-Session-Id", "canary-session");

  private final LogLines logged = new LogLines();
  private final ScriptedServer server = new ScriptedServer((request, out) -> false);
  private final HttpTransport transport = new HttpTransport(server.endpoint(QUERY), TOKEN);
  private final Exchanges exchange = new Exchanges();

  @AfterEach
  void stop() {
    transport.close();
    server.close();
    logged.close();
  }

  private Exchange call(Duration limit) {
    return exchange.on(transport, HEADERS, limit);
  }

  private Exchange answered(String bytes) {
    server.script((request, out) -> say(out, bytes));
    return call(Exchanges.LONG);
  }

  /** Checks all that was logged, what was received, and this outcome, which is of that kind. */
  private void assertHidden(Class<? extends Exchange> kind, Exchange how) {
    assertInstanceOf(kind, how, () -> Exchanges.shown(how));
    String shown = Exchanges.shown(how) + logged.all() + exchange.received;
    assertFalse(shown.contains("canary"), shown);
  }

  private void assertHiddenAt(HttpEndpoint endpoint) {
    try (HttpTransport other = new HttpTransport(endpoint, TOKEN)) {
      assertHidden(Exchange.NotSent.class, exchange.on(other, HEADERS, Exchanges.LONG));
      other.endSession(HEADERS, Deadline.in(Exchanges.LONG));
      assertHidden(Exchange.NotSent.class, exchange.on(other, HEADERS, Exchanges.LONG));
    }
  }

  @Test
  void rule13NothingListensThere() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertHiddenAt(new HttpEndpoint(URI.create("http://127.0.0.1:" + port + QUERY)));
  }

  @Test
  void rule13TheHostIsUnknown() {
    assertHiddenAt(new HttpEndpoint(URI.create("https://isokron.invalid" + QUERY)));
  }

  @Test
  void rule13ItNeverAnswers() {
    server.script(
        (request, out) -> {
          Thread.sleep(Exchanges.LONG.toMillis());
          return false;
        });
    assertHidden(
        Exchange.TimedOut.class, exchange.untilSent(transport, HEADERS, Duration.ofMillis(300)));
  }

  @Test
  void rule13TheAnswerIsHalfTooLargeOrGarbage() {
    assertHidden(
        Exchange.Broken.class, answered(JSON + "Content-Length: 99\r\n\r\ncanary/token can"));
    assertHidden(
        Exchange.Broken.class,
        answered(JSON + "Connection: close\r\n\r\n" + "canary/token".repeat(2_000_000)));
    assertHidden(Exchange.Broken.class, answered("HTTP/1.1 canary%2Ftoken canary-session\r\n\r\n"));
  }

  @Test
  void rule13AnErrorTextThatBreaksOffInTheMiddleOfASecret() {
    Exchange how = answered("HTTP/1.1 500 No\r\nContent-Length: 99\r\n\r\nno: canary\\u002ftok");
    assertHidden(Exchange.Rejected.class, how);
    assertEquals("no: ", ((Exchange.Rejected) how).body());
  }

  @Test
  void rule13AServerThatDecodesTheQueryAndRepeatsIt() {
    Exchange how = answered("HTTP/1.1 403 No\r\nConnection: close\r\n\r\nkey canary/other is bad");
    assertHidden(Exchange.Rejected.class, how);
    assertEquals("key **** is bad", ((Exchange.Rejected) how).body());
  }

  @Test
  void rule13AHeaderThatCannotBeSent() {
    Map<String, String> headers = Map.of("Mcp-Session-Id", "canary\nsession");
    assertHidden(Exchange.NotSent.class, exchange.on(transport, headers, Exchanges.LONG));
    transport.post(new Outbound(new byte[0], headers, false));
    transport.endSession(headers, Deadline.in(Exchanges.LONG));
    transport.close();
    assertHidden(Exchange.NotSent.class, call(Exchanges.LONG));
    assertTrue(logged.all().toString().contains("not ended"));
  }

  @Test
  void rule13TheClientIsClosedOrTheThreadInterruptedWhileItWaits() throws Exception {
    for (boolean interrupt : List.of(true, false)) {
      CountDownLatch asked = new CountDownLatch(1);
      server.script(
          (request, out) -> {
            asked.countDown();
            Thread.sleep(Exchanges.LONG.toMillis());
            return false;
          });
      FutureTask<Exchange> waiting = new FutureTask<>(() -> call(Exchanges.LONG));
      Thread thread = new Thread(waiting);
      thread.start();
      asked.await();
      if (interrupt) {
        thread.interrupt();
      } else {
        transport.close();
      }
      assertHidden(Exchange.Broken.class, waiting.get());
    }
    assertHidden(Exchange.NotSent.class, call(Exchanges.LONG));
  }

  @Test
  void rule13SecretsShowInNoOutcomeCauseOrLogLineWhateverTheServerDoes() {
    String echo = "canary/token canary\\/token canary%2Ftoken canary-query canary-session ";
    List<String> answers = new ArrayList<>();
    for (int status : List.of(307, 400, 401, 403, 404, 413, 429, 500, 503)) {
      answers.add(
          "HTTP/1.1 "
              + status
              + " "
              + echo
              + "\r\nWWW-Authenticate: "
              + echo
              + "\r\nRetry-After: "
              + echo
              + "\r\nLocation: "
              + echo
              + "\r\nContent-Length: 1000\r\n\r\n"
              + echo);
    }
    answers.add(""); // closes
    answers.add(echo + "\r\n\r\n");
    answers.add("HTTP/1.1 " + echo + "\r\n\r\n");
    answers.add("HTTP/1.1 200 OK\r\n" + echo + "\r\n\r\n");
    answers.add("HTTP/1.1 200 OK\r\n" + echo + ": x\r\n\r\n");
    answers.add("HTTP/1.1 200 OK\r\nContent-Length: " + echo + "\r\n\r\n");
    answers.add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echo + "\r\n");
    answers.add(JSON + "Content-Length: 1000\r\n\r\n" + echo);
    answers.add(JSON + "Content-Length: " + echo.length() + "\r\n\r\n" + echo);
    answers.add(EVENTS + "id: canary-session\u0001\nretry: 1\ndata: " + echo + "\n\n");
    answers.add(EVENTS + "id: " + echo + "\nretry: 1\ndata: " + echo + "\n\n");
    for (String answer : answers) {
      server.script(
          (request, out) ->
              request.isGet() ? say(out, "HTTP/1.1 500 " + echo + "\r\n\r\n") : say(out, answer));
      Exchange how = call(Duration.ofSeconds(20));
      assertFalse(Exchanges.shown(how).contains("canary"), () -> answer + Exchanges.shown(how));
      transport.post(new Outbound(new byte[0], HEADERS, false));
    }
    transport.endSession(HEADERS, Deadline.in(Duration.ofSeconds(1)));
    server.close();
    assertFalse(Exchanges.shown(call(Exchanges.LONG)).contains("canary"));
    assertFalse(logged.all().toString().contains("canary"), () -> logged.all().toString());
    assertFalse(exchange.received.toString().contains("canary"), exchange.received::toString);
    assertTrue(exchange.received.toString().contains("**** **** **** **** ****"));
  }
}
