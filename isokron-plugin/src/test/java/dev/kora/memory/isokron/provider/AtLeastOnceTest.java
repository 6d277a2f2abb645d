package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.events.KoraEvents;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not say that it takes a write under one key only once. */
class AtLeastOnceTest {
  private static final String TOOLS = "{\"tools\":[{\"name\":\"" + KoraEvents.TOOL + "\"}]}";
  private static final String ANSWER =
      "{\"structuredContent\":{\"event_id\":\"0190a000-0000-7000-8000-000000000001\"},\"content\":[]}";

  @TempDir Path data;

  @Test
  void aWriteWhoseAnswerWasLostGoesOutAgainUnderItsKeyAndHealthSaysSo() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    long before;
    long after;
    try (FaultServer server = new FaultServer()) {
      server.behaviour =
          (exchange, method, id) -> {
            if (method.equals("tools/list")) {
              FaultServer.json(exchange, 200, FaultServer.result(id, TOOLS));
            } else if (calls.incrementAndGet() == 1) {
              exchange.close(); // it has the event, and nobody hears of it
            } else {
              FaultServer.json(exchange, 200, FaultServer.result(id, ANSWER));
            }
          };
      Map<String, String> values =
          Map.of("isokron_dsn", "postgres://127.0.0.1:1/d", "mcp_endpoint", server.address());
      try (MemoryProvider provider =
              new IsokronPlugin().open(ProviderConfig.of(values), new TestHost(data));
          MemorySession session =
              provider.openSession(SessionContext.primary("s", "test", "org_w"))) {
        before = micros();
        session.onSessionEnd(List.of());
        after = micros();
        assertTrue(provider.flush(Duration.ofSeconds(30)).complete());
        ProviderHealth.Degraded health =
            assertInstanceOf(ProviderHealth.Degraded.class, provider.health());
        assertTrue(health.reason().contains("a write may be there twice"), health::reason);
      }
      List<JsonNode> sent =
          server.seen.stream()
              .filter(seen -> seen.method().equals("tools/call"))
              .map(seen -> meta(seen.body()))
              .toList();
      assertEquals(2, sent.size());
      assertEquals(sent.get(0), sent.get(1));
      assertEquals(36, sent.get(0).path("dev.kora/event-key").asText().length());
      // When it happened, not when it was sent.
      long happened = sent.get(0).path("dev.kora/emitted-us").asLong();
      assertTrue(before <= happened && happened <= after, sent::toString);
    }
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static JsonNode meta(String request) {
    ParsedJson.Value json = assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(request));
    return json.node().at("/params/_meta");
  }
}
