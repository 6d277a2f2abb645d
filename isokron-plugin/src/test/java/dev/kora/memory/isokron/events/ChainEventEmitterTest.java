package dev.kora.memory.isokron.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.json.ResponseShapeException;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.McpInvocationException;
import dev.kora.memory.isokron.outbox.Durability;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.Outboxes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ChainEventEmitterTest {
  private static final String EVENT_ID = "0190a000-0000-7000-8000-000000000001";
  private static final String ANSWER =
      "{\"structuredContent\":{\"event_id\":\"" + EVENT_ID + "\"},\"content\":[]}";

  private volatile boolean hasTool = true;
  private FaultServer server;
  private McpClient client;
  private Outbox outbox;
  private ChainEventEmitter emitter;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    server.behaviour =
        (exchange, method, id) ->
            FaultServer.json(
                exchange,
                200,
                FaultServer.result(
                    id,
                    method.equals("tools/list")
                        ? "{\"tools\":["
                            + (hasTool ? "{\"name\":\"" + KoraEvents.TOOL + "\"}" : "")
                            + "]}"
                        : ANSWER));
    client = server.client(Duration.ofSeconds(20));
    Deferrals deferrals = new Deferrals();
    outbox =
        Outboxes.inMemory(
            Map.of(KoraEvents.TOOL, ChainEventEmitter.courier(client, deferrals)),
            new OutboxListener() {});
    emitter = new ChainEventEmitter(outbox, client, deferrals, "target", Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    outbox.close(Duration.ZERO);
    client.close();
    server.close();
  }

  private EmitOutcome emit(String text) {
    return emitter.attemptChainEventEmit(
        "w", "kora.session.ended", StrictJson.object().put("text", text), "test");
  }

  @Test
  void anAcceptedEventArrivesUnderItsKeyAndRepaired() {
    EmitOutcome.Accepted accepted =
        assertInstanceOf(EmitOutcome.Accepted.class, emit("a\0b\ud800c😀"));
    assertEquals(Durability.MEMORY_ONLY, accepted.durability());
    assertEquals(0, outbox.flush(null, Duration.ofSeconds(30)));
    String body = server.seen.get(server.seen.size() - 1).body();
    assertTrue(body.contains("\"dev.kora/event-key\":\"" + accepted.key() + "\""), body);
    assertTrue(body.contains("dev.kora/emitted-us"), body);
    assertTrue(body.contains("a\uFFFDb\uFFFDc😀"), body);
  }

  @Test
  void anEventForAToolThatIsMissingIsKeptAndArrivesOnceItIsThere() {
    hasTool = false;
    EmitOutcome.Accepted first = assertInstanceOf(EmitOutcome.Accepted.class, emit("first"));
    while (outbox.trouble().isEmpty()) {
      assertEquals(1, outbox.flush(null, Duration.ofMillis(50)));
    }
    EmitOutcome.Accepted second = assertInstanceOf(EmitOutcome.Accepted.class, emit("second"));
    assertEquals("D-kr2-st4-no-chain-emit-mcp-tool", second.deviationId());
    hasTool = true;
    assertEquals(0, outbox.flush(null, Duration.ofSeconds(60)));
    List<String> calls =
        server.seen.stream()
            .filter(seen -> seen.method().equals("tools/call"))
            .map(FaultServer.Seen::body)
            .toList();
    assertEquals(2, calls.size(), calls::toString);
    assertTrue(calls.get(0).contains("\"text\":\"first\""), calls::toString);
    assertTrue(calls.get(0).contains(first.key().toString()), calls::toString);
    assertTrue(calls.get(1).contains("\"text\":\"second\""), calls::toString);
    assertTrue(calls.get(1).contains(second.key().toString()), calls::toString);
  }

  @Test
  void whatCannotBeEmittedIsRefusedAndNeverThrown() {
    assertInstanceOf(
        EmitOutcome.Refused.class, emitter.attemptChainEventEmit(null, null, null, null));
    assertInstanceOf(
        EmitOutcome.Refused.class,
        emitter.attemptChainEventEmit("w", "kora.Bad", StrictJson.object(), "o"));
    outbox.close(Duration.ZERO);
    assertInstanceOf(EmitOutcome.Refused.class, emit("late"));
  }

  @Test
  void anInterruptIsLeftAsItWas() {
    Thread.currentThread().interrupt();
    assertInstanceOf(EmitOutcome.Accepted.class, emit("x"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void theCallUnderTheDoorLetsEveryFailureThrough() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KoraEvents.emitKoraEvent("w", "kora.a.b", StrictJson.object(), null));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            KoraEvents.emitKoraEvent(
                "w", "a.b", StrictJson.object(), client.withMeta(StrictJson.object())));
    assertThrows(
        McpInvocationException.class,
        () ->
            KoraEvents.emitKoraEvent(
                "w",
                "kora.a.b",
                StrictJson.object(),
                (tool, arguments) -> new CallOutcome.NotSent("no", null)));
    assertThrows(
        ResponseShapeException.class,
        () ->
            KoraEvents.emitKoraEvent(
                "w",
                "kora.a.b",
                StrictJson.object(),
                (tool, arguments) -> new CallOutcome.Answered(StrictJson.object())));
    assertEquals(
        UUID.fromString(EVENT_ID),
        KoraEvents.emitKoraEvent(
            "w", "kora.a.b", StrictJson.object(), client.withMeta(StrictJson.object())));
  }
}
