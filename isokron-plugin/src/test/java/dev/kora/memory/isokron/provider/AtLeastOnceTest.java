package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        session.onSessionEnd(List.of());
        assertTrue(provider.flush(Duration.ofSeconds(30)).complete());
        ProviderHealth.Degraded health =
            assertInstanceOf(ProviderHealth.Degraded.class, provider.health());
        assertTrue(health.reason().contains("a write may be there twice"), health::reason);
      }
      List<String> keys =
          server.seen.stream()
              .filter(seen -> seen.method().equals("tools/call"))
              .map(seen -> key(seen.body()))
              .toList();
      assertEquals(2, keys.size());
      assertEquals(keys.get(0), keys.get(1));
    }
  }

  private static String key(String request) {
    ParsedJson.Value json = assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(request));
    String key = json.node().at("/params/_meta/dev.kora~1event-key").asText();
    assertEquals(36, key.length());
    return key;
  }
}
