package dev.kora.memory.isokron.mcp.http;

import static dev.kora.memory.isokron.mcp.http.ScriptedServer.EVENTS;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule 16: event streams that end before their answer. */
@Timeout(120)
class EventStreamsTest {
  private static final Map<String, String> HEADERS =
      Map.of("Mcp-Session-Id", "canary-session", "MCP-Protocol-Version", "2025-11-25");

  private final ScriptedServer server = new ScriptedServer((request, out) -> false);
  private final HttpTransport transport =
      new HttpTransport(server.endpoint("/mcp"), new Secret("canary-token"));
  private final Exchanges exchange = new Exchanges();

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  private Exchange call() {
    return exchange.on(transport, HEADERS, Exchanges.LONG);
  }

  /** The n-th request gets the n-th of these streams, and then the connection closes. */
  private void streams(String... streams) {
    server.script(
        (request, out) ->
            say(out, EVENTS + streams[Math.min(server.requests.size(), streams.length) - 1]));
  }

  @Test
  void rule16AStreamThatEndsIsTakenUpAfterItsLastEventWithTheSameHeaders() {
    streams("id: 1\nretry: 20\ndata:\n\n", "id: 2\ndata: progress\n\n", "id: 3\ndata: answer\n\n");
    assertInstanceOf(Exchange.Completed.class, call());
    assertEquals(List.of("progress", "answer"), exchange.received);
    assertEquals(3, server.requests.size());
    assertTrue(server.requests.get(0).head().startsWith("POST /mcp "));
    for (int i = 1; i <= 2; i++) {
      ScriptedServer.Request get = server.requests.get(i);
      assertTrue(get.isGet());
      assertTrue(get.has("Last-Event-ID", "" + i), get::head);
      assertTrue(get.has("Accept", "text/event-stream"), get::head);
      assertTrue(get.has("Mcp-Session-Id", "canary-session"));
      assertTrue(get.has("MCP-Protocol-Version", "2025-11-25"));
      assertTrue(get.has("Authorization", "Bearer canary-token"));
      assertFalse(get.head().toLowerCase(Locale.ROOT).contains("content-type"));
    }
  }

  @Test
  void rule16AStreamThatBreaksIsTakenUpTooAndTheEventCutOffComesAgain() {
    server.script(
        (request, out) -> {
          if (!request.isGet()) {
            String start = "id: 1\nretry: 20\ndata:\n\nid: 2\ndata: ans";
            String chunk = Integer.toHexString(start.length()) + "\r\n" + start + "\r\n";
            return say(
                out, EVENTS.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n") + chunk);
          }
          return say(out, EVENTS + (request.has("Last-Event-ID", "1") ? "data: answer\n\n" : ""));
        });
    assertInstanceOf(Exchange.Completed.class, call());
    assertEquals(List.of("answer"), exchange.received);
  }

  @Test
  void rule16TheSessionIsTheOneNamedWithTheFirstStream() {
    server.script(
        (request, out) ->
            request.isGet()
                ? say(out, EVENTS + "data: answer\n\n")
                : say(
                    out,
                    EVENTS.replace("\r\n\r\n", "\r\nMcp-Session-Id: s1\r\n\r\n")
                        + "id: 1\nretry: 1\n\n"));
    assertEquals(new Exchange.Completed("s1"), call());
  }

  @Test
  void rule16WithoutAnEventIdItFailsNowAndNothingIsSentAgain() {
    for (String stream : List.of("", "data: x\n\n", "id: 1\ndata: cut off", "id: 1\n\nid:\n\n")) {
      streams(stream);
      server.requests.clear();
      assertInstanceOf(Exchange.Completed.class, call(), stream);
      assertEquals(1, server.requests.size(), stream);
    }
  }

  @Test
  void rule16AGetThatIsRefusedEndsItAndSaysSo() {
    for (int status : List.of(404, 405, 500, 503, 307)) {
      server.script(
          (request, out) ->
              request.isGet()
                  ? say(
                      out,
                      "HTTP/1.1 "
                          + status
                          + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                  : say(out, EVENTS + "id: 1\nretry: 1\n\n"));
      Exchange.Broken broken = assertInstanceOf(Exchange.Broken.class, call());
      assertTrue(broken.reason().endsWith("HTTP " + status), broken::reason);
    }
  }

  @Test
  void rule16AServerThatIsGoneEndsIt() {
    server.script(
        (request, out) -> {
          say(out, EVENTS + "id: 1\nretry: 1\n\n");
          server.close();
          return false;
        });
    Exchange.Broken broken = assertInstanceOf(Exchange.Broken.class, call());
    assertTrue(broken.reason().contains("cannot connect"), broken::reason);
  }

  @Test
  void rule16AnIdThatNoHeaderCanCarryEndsIt() {
    streams("id: a\u0001b\nretry: 1\n\n");
    Exchange.Broken broken = assertInstanceOf(Exchange.Broken.class, call());
    assertTrue(broken.reason().contains("no header can carry"), broken::reason);
  }

  @Test
  void aMessageThatIsNotResumableAndAJsonBodyAreNotTakenUp() throws IOException {
    streams("id: 1\nretry: 1\n\n");
    Outbound once = new Outbound(new byte[] {'{', '}'}, HEADERS, false);
    assertInstanceOf(
        Exchange.Completed.class, transport.exchange(once, exchange, Deadline.in(Exchanges.LONG)));
    server.script((request, out) -> ScriptedServer.json(out, "id: 1\n\n"));
    assertInstanceOf(Exchange.Completed.class, call());
    assertEquals(2, server.requests.size());
  }

  @Test
  void theConnectionIsUsedAgainAfterAnAnswerInAStreamThatTheServerEnds() {
    String event = "data: answer\n\n";
    server.script(
        (request, out) -> {
          say(
              out,
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + Integer.toHexString(event.length())
                  + "\r\n"
                  + event
                  + "\r\n");
          say(out, "0\r\n\r\n");
          return true;
        });
    for (int i = 0; i < 100; i++) {
      assertInstanceOf(Exchange.Completed.class, Exchanges.call(transport));
    }
    assertTrue(server.accepted.get() < 10, () -> server.accepted + " connections");
  }

  @Test
  void aStreamThatTheServerKeepsOpenAfterTheAnswerIsCut() throws Exception {
    server.script(
        (request, out) -> {
          say(out, EVENTS + "data: answer\n\n");
          while (true) {
            say(out, ": still here\n");
            Thread.sleep(20);
          }
        });
    assertInstanceOf(Exchange.Completed.class, call());
    server.cut.await();
  }
}
