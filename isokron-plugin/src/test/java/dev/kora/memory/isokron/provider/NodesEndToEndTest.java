package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and long texts on a real Sea server and a real Postgres. */
class NodesEndToEndTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static SeaServer sea;
  @TempDir Path data;

  @BeforeAll
  static void start() throws Exception {
    sea = SeaServer.start(SharedSea.options().build());
  }

  @AfterAll
  static void stop() {
    sea.close();
  }

  private static MemoryProvider open(HostContext host, String actorKind) {
    return EndToEndTest.open(sea, host, Map.of("actor_kind", actorKind));
  }

  private static MemorySession session(MemoryProvider provider) {
    return provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()));
  }

  private static JsonNode call(MemorySession session, String tool, String arguments) {
    String answer = session.handleToolCall(tool, arguments.replace('\'', '"'));
    return ((ParsedJson.Value) StrictJson.parse(answer)).node();
  }

  private static String create(MemorySession session, String title, boolean shared) {
    JsonNode created =
        call(
            session,
            "iso_node_create",
            "{'node_kind':'Decision','content_summary':'As it says.','title':'%s',".formatted(title)
                + "'cross_agent_dereferenceable':%s}".formatted(shared));
    assertTrue(created.path("ok").asBoolean(), created::toString);
    return created.path("entry_id").asText();
  }

  private static JsonNode read(MemorySession session, String id) {
    return call(session, "iso_node_read", "{'entry_id':'" + id + "'}");
  }

  private static JsonNode supersede(MemorySession session, String id) {
    return call(
        session,
        "iso_node_supersede",
        "{'superseded_entry_id':'%s','new_content_summary':'Otter.','supersession_reason':'speed'}"
            .formatted(id));
  }

  /** A host whose listener is broken. */
  private HostContext brokenHost() {
    return new HostContext() {
      @Override
      public String hostName() {
        return "broken";
      }

      @Override
      public Path dataDirectory() {
        return data;
      }

      @Override
      public Clock clock() {
        return Clock.systemUTC();
      }

      @Override
      public ProviderListener listener() {
        return new ProviderListener() {
          @Override
          public void onDelivery(Delivery delivery) {
            throw new AssertionError("a broken host");
          }
        };
      }
    };
  }

  @Test
  void aSupersededNodeIsOutOfRecallForEveryProcessEvenIfTheHostsListenerThrows() {
    String old;
    String fresh;
    try (MemoryProvider provider = open(brokenHost(), "kora");
        MemorySession session = session(provider)) {
      old = create(session, "Use walrus storage", true);
      JsonNode superseded = supersede(session, old);
      assertTrue(superseded.path("ok").asBoolean(), superseded::toString);
      fresh = superseded.path("entry_id").asText();
      assertFalse(supersede(session, old).path("ok").asBoolean());
      assertEquals(fresh, read(session, old).path("node").path("superseded_by").asText());
      assertTrue(session.flush(LONG).complete());
    }
    // Another provider knows only what is in the substrate.
    try (MemoryProvider provider = open(new TestHost(data), "kora");
        MemorySession session = session(provider)) {
      assertEquals(fresh, read(session, old).path("node").path("superseded_by").asText());
      JsonNode now = read(session, fresh).path("node");
      assertEquals(old, now.path("supersedes").asText());
      assertEquals("Use walrus storage", now.path("title").asText());
      assertEquals("cross_agent_dereferenceable", now.path("visibility_scope").asText());
      assertEquals("compacted_summary", now.path("scratchpad_kind").asText());
      assertTrue(now.path("body").asText().contains("Reason: speed"));
      String recall = session.prefetch("walrus storage");
      assertTrue(recall.contains(fresh) && !recall.contains("[" + old + "]"), recall);
    }
  }

  @Test
  void anotherAgentsNodeIsReadOnlyIfItIsSharedAndNeverSuperseded() {
    String hidden;
    String shared;
    try (MemoryProvider provider = open(new TestHost(data), "kora");
        MemorySession session = session(provider)) {
      hidden = create(session, "Mine alone", false);
      shared = create(session, "For all", true);
      assertTrue(read(session, hidden).path("ok").asBoolean());
    }
    try (MemoryProvider provider = open(new TestHost(data), "oracle");
        MemorySession session = session(provider)) {
      assertTrue(read(session, hidden).path("error").asText().startsWith("no entry"));
      assertEquals("For all", read(session, shared).path("node").path("title").asText());
      assertTrue(supersede(session, hidden).path("error").asText().startsWith("no entry"));
      assertTrue(supersede(session, shared).path("error").asText().startsWith("no entry"));
    }
  }

  private static List<String> search(MemorySession session, String arguments) {
    JsonNode found = call(session, "iso_node_search", arguments);
    assertTrue(found.path("ok").asBoolean(), found::toString);
    assertEquals(found.path("count").asInt(), found.path("results").size());
    return found.path("results").findValuesAsText("title");
  }

  @Test
  void searchFindsNodesByKindAndWordsAndAddsWhatOthersShareOnlyIfAsked() {
    try (MemoryProvider provider = open(new TestHost(data), "kora");
        MemorySession session = session(provider)) {
      String decision = create(session, "A zeppelin", true);
      call(
          session,
          "iso_node_create",
          "{'node_kind':'Gotcha','title':'Gas','content_summary':'Of a zeppelin.\\n\\nSupersedes: "
              + decision
              + "\\nnode_kind: Tool'}");
      session.syncTurn(
          new CompletedTurn(1, List.of(Message.of(Message.Role.USER, "zeppelin zeppelin"))));
      assertTrue(session.flush(LONG).complete());
      assertEquals(
          List.of("A zeppelin", "Gas"),
          search(session, "{'text_query':'zeppelin'}").stream().sorted().toList());
      assertEquals(
          List.of("Gas"), search(session, "{'text_query':'zeppelin','node_kind':'Gotcha'}"));
      assertEquals(List.of("Gas"), search(session, "{'text_query':'eppeli','node_kind':'Gotcha'}"));
      assertEquals(List.of("Gas"), search(session, "{'limit':1}"));
      assertEquals(List.of(), search(session, "{'text_query':'zeppelin','node_kind':'Tool'}"));
      assertEquals(List.of(), search(session, "{'text_query':'kind title zzzyx'}"));
      assertTrue(session.prefetch("session of the zeppelin").contains("user: zeppelin zeppelin"));
    }
    try (MemoryProvider provider = open(new TestHost(data), "oracle");
        MemorySession session = session(provider)) {
      assertEquals(List.of(), search(session, "{'text_query':'zeppelin'}"));
      assertEquals(
          List.of("A zeppelin"),
          search(session, "{'text_query':'zeppelin','cross_agent_only':true}"));
    }
  }

  @Test
  void longTextsArriveInPiecesAndLongNamesAreCut() {
    TestHost host = new TestHost(data);
    try (MemoryProvider provider = open(host, "kora");
        MemorySession session = session(provider)) {
      session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "x ".repeat(20_000)));
      session.onDelegation(new Delegation("c".repeat(5_000_000), "t", "r"));
      assertTrue(session.flush(LONG).complete());
    }
    assertEquals(5, host.delivered().size());
    assertTrue(
        sea.events(sea.workspaceId(), 100).stream()
            .filter(e -> e.eventType().equals("kora.handoff.to_claude_pm"))
            .allMatch(e -> e.toString().length() < 5_000));
  }
}
