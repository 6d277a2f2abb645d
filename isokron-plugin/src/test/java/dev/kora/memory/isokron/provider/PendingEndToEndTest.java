package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a session sees of its own writes while the server that takes them is away. */
@ExtendWith(SharedSea.class)
@Timeout(180)
class PendingEndToEndTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static SeaServer sea;
  @TempDir Path data;

  @BeforeAll
  static void start() {
    sea = SharedSea.server();
  }

  private static MemorySession session(MemoryProvider provider) {
    return provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()));
  }

  private static JsonNode call(MemorySession session, String tool, String arguments) {
    String answer = session.handleToolCall(tool, arguments.replace('\'', '"'));
    return ((ParsedJson.Value) StrictJson.parse(answer)).node();
  }

  private static JsonNode create(MemorySession session, String title) {
    return call(
        session,
        "iso_node_create",
        "{'node_kind':'Gotcha','content_summary':'Of %s.','title':'%s'}".formatted(title, title));
  }

  private static JsonNode supersede(MemorySession session, String id) {
    return call(
        session,
        "iso_node_supersede",
        "{'superseded_entry_id':'%s','new_content_summary':'Otter.','supersession_reason':'speed'}"
            .formatted(id));
  }

  private static JsonNode read(MemorySession session, String id) {
    return call(session, "iso_node_read", "{'entry_id':'" + id + "'}").path("node");
  }

  private static List<String> found(MemorySession session, String text) {
    return call(session, "iso_node_search", "{'text_query':'" + text + "'}")
        .path("results")
        .findValuesAsText("entry_id");
  }

  @Test
  void whatIsPendingIsSeenAtOnceUnderItsKeyWhichStaysItsNameAfterItsDelivery() throws Exception {
    String old;
    try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), Map.of());
        MemorySession session = session(provider)) {
      old = create(session, "marmot").path("entry_id").asText();
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Map<String, String> away =
        Map.of("mcp_endpoint", "http://127.0.0.1:" + port + "/mcp", "tool_timeout_seconds", "3");
    try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), away);
        MemorySession session = session(provider)) {
      JsonNode pending = create(session, "axolotl");
      assertTrue(pending.path("pending").asBoolean(), pending::toString);
      String key = pending.path("key").asText();
      assertTrue(read(session, key).path("pending").asBoolean());
      assertEquals("axolotl", read(session, key).path("title").asText());
      assertEquals(List.of(key), found(session, "axolotl"));
      assertEquals(key, create(session, "axolotl").path("key").asText());
      assertTrue(supersede(session, key).path("error").asText().contains("not delivered yet"));

      String newKey = supersede(session, old).path("key").asText();
      assertEquals(newKey, read(session, old).path("superseded_by").asText());
      assertEquals("superseded", read(session, old).path("status").asText());
      assertEquals(old, read(session, newKey).path("supersedes").asText());
      assertEquals(List.of(newKey), found(session, "marmot"));
      assertFalse(session.prefetch("marmot").contains(old));
      assertEquals(newKey, supersede(session, old).path("key").asText());

      SeaServer back =
          SeaServer.start(SharedSea.options().dsn(sea.credentials().adminDsn()).port(port).build());
      try {
        assertTrue(session.flush(LONG).complete());
        JsonNode node = read(session, key);
        assertNotEquals(key, node.path("entry_id").asText());
        assertFalse(node.has("pending"), node::toString);
        assertEquals(List.of(node.path("entry_id").asText()), found(session, "axolotl"));
        // The model that was told "pending" and asks again has its node, and only once.
        assertEquals(
            node.path("entry_id").asText(), create(session, "axolotl").path("entry_id").asText());
        JsonNode fresh = read(session, newKey);
        assertEquals(old, fresh.path("supersedes").asText());
        assertEquals(
            fresh.path("entry_id").asText(), read(session, old).path("superseded_by").asText());
        assertEquals(List.of(fresh.path("entry_id").asText()), found(session, "marmot"));
        // A third revision, by the key of the second; walked both ways.
        JsonNode answer = supersede(session, newKey);
        assertTrue(answer.path("ok").asBoolean(), answer::toString);
        assertTrue(session.flush(LONG).complete());
        String third = answer.path("entry_id").asText(answer.path("key").asText());
        assertEquals(
            fresh.path("entry_id").asText(), read(session, third).path("supersedes").asText());
        assertEquals(
            read(session, third).path("entry_id").asText(),
            read(session, newKey).path("superseded_by").asText());
      } finally {
        back.close();
      }
    }
  }

  @Test
  void withoutTheToolForItThePlainOneSupersedesAndAnEventThatIsRefusedChangesNothing()
      throws Exception {
    String old;
    try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), Map.of());
        MemorySession session = session(provider)) {
      old = create(session, "pangolin").path("entry_id").asText();
    }
    String id = "0190a000-0000-7000-8000-000000000001";
    try (FaultServer server = new FaultServer()) {
      server.behaviour =
          (exchange, method, request) ->
              FaultServer.json(
                  exchange,
                  200,
                  FaultServer.result(
                      request,
                      method.equals("tools/list")
                          ? "{\"tools\":[{\"name\":\"kora__write_agent_scratchpad\"},"
                              + "{\"name\":\"kora__append_event\"}]}"
                          : server.seen.get(server.seen.size() - 1).body().contains("kora__append")
                              ? "{\"isError\":true,\"content\":[]}"
                              : "{\"structuredContent\":{\"scratchpad_entry_id\":\""
                                  + id
                                  + "\",\"approved_event_id\":\""
                                  + id
                                  + "\"}}"));
      Map<String, String> settings = Map.of("mcp_endpoint", server.address());
      try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), settings);
          MemorySession session = session(provider)) {
        JsonNode answer = supersede(session, old);
        assertEquals(id, answer.path("entry_id").asText(), answer::toString);
        assertEquals(id, read(session, old).path("superseded_by").asText());
        assertFalse(session.flush(Duration.ofMillis(500)).complete());
        assertEquals(List.of(), found(session, "pangolin"));
      }
      assertTrue(
          server.seen.stream()
              .filter(s -> s.body().contains("content_inline"))
              .noneMatch(s -> s.body().contains("superseded_entry_id")));
      assertTrue(
          server.seen.stream()
              .anyMatch(
                  s ->
                      s.body().contains("kora.node.superseded")
                          && s.body().contains("\"new_entry_id\":\"" + id)));
    }
  }
}
