package dev.kora.memory.isokron.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.Outboxes;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.substrate.CachedRead;
import dev.kora.memory.isokron.substrate.ReadTerms;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lines that operators search for, to the letter. */
@Timeout(120)
class ChainEventLogTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String EVENT_ID = "0190a000-0000-7000-8000-000000000001";
  private static final String ANSWER =
      "{\"structuredContent\":{\"event_id\":\"" + EVENT_ID + "\"},\"content\":[]}";
  private static final String DELIVERED =
      "INFO [kora.chain.emit] hook emit kora.session.ended → event_id=" + EVENT_ID;

  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean hasTool = true;
  private volatile FaultServer.Behaviour onCall =
      (exchange, method, id) -> FaultServer.json(exchange, 200, FaultServer.result(id, ANSWER));
  private LogLines log;
  private FaultServer server;
  private McpClient client;
  private final AtomicInteger reads = new AtomicInteger();
  private final CachedRead<Integer> recent =
      new CachedRead<>(
          "recent events",
          workspace -> reads.incrementAndGet(),
          new ReadTerms(
              Runnable::run, Duration.ofDays(1), true, Clock.systemUTC(), System::nanoTime));
  private Outbox outbox;
  private ChainEventEmitter emitter;

  @BeforeEach
  void start() throws IOException {
    log = new LogLines();
    server = new FaultServer();
    server.behaviour = this::answer;
    client = server.client(Duration.ofSeconds(20));
    Deferrals deferrals = new Deferrals();
    outbox =
        Outboxes.inMemory(
            Map.of(KoraEvents.TOOL, ChainEventEmitter.courier(client, deferrals)),
            new ChainEventLog(recent));
    emitter = new ChainEventEmitter(outbox, client, deferrals, "target", Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    outbox.close(Duration.ZERO);
    client.close();
    server.close();
    log.close();
  }

  private void answer(HttpExchange exchange, String method, String id) throws IOException {
    if (method.equals("tools/list")) {
      String tools = hasTool ? "{\"name\":\"" + KoraEvents.TOOL + "\"}" : "";
      FaultServer.json(exchange, 200, FaultServer.result(id, "{\"tools\":[" + tools + "]}"));
    } else {
      calls.incrementAndGet();
      onCall.answer(exchange, method, id);
    }
  }

  private void emit(String text) {
    emitter.attemptChainEventEmit(
        "w", "kora.session.ended", StrictJson.object().put("text", text), "hook");
  }

  /** Nothing of these arrives. */
  private void flushUntilSaid(int left, String text) {
    while (log.all().stream().noneMatch(line -> line.text().contains(text))) {
      assertEquals(left, outbox.flush(null, Duration.ofMillis(50)));
    }
  }

  @Test
  void aDeliveredEventIsOneInfoLineWithItsId() {
    emit("x");
    assertEquals(0, outbox.flush(null, LONG));
    assertEquals(List.of(DELIVERED), log.startingWith("[kora.chain.emit"));
  }

  @Test
  void aDeliveredEventHasTheRecentEventsOfItsWorkspaceReadAgain() {
    recent.get("w", Duration.ZERO);
    recent.get("other", Duration.ZERO);
    emit("x");
    assertEquals(0, outbox.flush(null, LONG));
    recent.get("w", Duration.ZERO);
    recent.get("other", Duration.ZERO);
    assertEquals(3, reads.get());
  }

  @Test
  void aDeliveredWriteOfAnyToolHasThemReadAgain() {
    recent.get("w", Duration.ZERO);
    // With a link the server writes an event of its own.
    new ChainEventLog(recent)
        .delivered(
            new OutboxRecord(
                UUID.fromString(EVENT_ID), "w", "kora__link", "link", "tool", "{}", 0, "t", null),
            EVENT_ID);
    recent.get("w", Duration.ZERO);
    assertEquals(2, reads.get());
  }

  @Test
  void theFirstFailureIsAnErrorLineAndRetriesAreDebug() {
    onCall =
        (exchange, method, id) -> {
          if (calls.get() <= 3) {
            FaultServer.json(exchange, 503, "back soon");
          } else {
            FaultServer.json(exchange, 200, FaultServer.result(id, ANSWER));
          }
        };
    emit("x");
    assertEquals(0, outbox.flush(null, LONG));
    assertEquals(
        List.of(
            "ERROR [kora.chain.emit.failed] hook emit (kora.session.ended) — HTTP 503: back soon;"
                + " it is kept and will be redelivered",
            DELIVERED),
        log.startingWith("[kora.chain.emit"));
    assertEquals(2, log.count(Level.DEBUG, "HTTP 503: back soon"));
    assertEquals(1, log.count(Level.DEBUG, "failed 3 times"));
  }

  @Test
  void anEventThatIsGivenUpIsASecondErrorLine() {
    onCall =
        (exchange, method, id) -> {
          boolean bad = server.seen.get(server.seen.size() - 1).body().contains("poison");
          FaultServer.json(exchange, bad ? 422 : 200, bad ? "bad" : FaultServer.result(id, ANSWER));
        };
    emit("poison");
    emit("good");
    assertEquals(0, outbox.flush(null, LONG));
    assertEquals(
        List.of(
            "ERROR [kora.chain.emit.failed] hook emit (kora.session.ended) — HTTP 422: bad;"
                + " it is kept and will be redelivered",
            DELIVERED,
            "ERROR [kora.chain.emit.failed] hook emit (kora.session.ended) — HTTP 422: bad;"
                + " it is parked: others are accepted"),
        log.startingWith("[kora.chain.emit"));
  }

  @Test
  void anEventThatIsNotTakenAtAllIsAnErrorLine() {
    emitter.attemptChainEventEmit(null, "kora.a.b", StrictJson.object(), "hook\n[forged] line");
    emitter.attemptChainEventEmit("w", "kora.\nBad", StrictJson.object(), "hook");
    assertEquals(
        List.of(
            "ERROR [kora.chain.emit.failed] hook�[forged] line emit (kora.a.b) — no workspace_id"
                + " resolvable; it is not kept",
            "ERROR [kora.chain.emit.failed] hook emit (kora.�Bad) — not a kora event type; it is"
                + " not kept"),
        log.startingWith("[kora.chain.emit"));
  }

  @Test
  void aDeferralIsOneWarningWithItsDeviationId() {
    hasTool = false;
    emit("x");
    emit("y");
    flushUntilSaid(2, "D-kr2-st4-no-chain-emit-mcp-tool");
    assertEquals(2, outbox.flush(null, Duration.ofMillis(500)));
    assertEquals(
        List.of(
            "WARN [kora.isokron] D-kr2-st4-no-chain-emit-mcp-tool: the server has no tool"
                + " kora__append_event; what is written waits until it has"),
        log.startingWith("[kora.isokron] D-"));
  }

  @Test
  void whatAServerSaysCannotForgeALine() {
    String forged =
        "forged\\u2028\\u001b[2J\\u202e no\\r\\n2026-01-01 INFO [kora.chain.emit] second line";
    onCall =
        (exchange, method, id) ->
            FaultServer.json(
                exchange,
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32000,\"message\":\"%s\"}}"
                    .formatted(id, forged));
    emit("pay\nload");
    flushUntilSaid(1, "forged");
    assertEquals(1, outbox.flush(null, Duration.ofMillis(500)));
    assertEquals(1, log.count(Level.ERROR, "forged"));
    assertEquals(0, log.count(Level.ERROR, "second line"));
    for (LogLines.Line line : log.all()) {
      assertTrue(
          line.text().matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]*"), "not one line: " + line.shown());
    }
  }
}
