package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Links on a real Sea server and a real Postgres. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class LinksEndToEndTest {
  private static SeaServer sea;
  @TempDir Path data;

  @BeforeAll
  static void start() {
    sea = SharedSea.server();
  }

  private static JsonNode call(MemorySession session, String tool, String arguments) {
    String answer = session.handleToolCall(tool, arguments.replace('\'', '"'));
    return ((ParsedJson.Value) StrictJson.parse(answer)).node();
  }

  private static String node(MemorySession session, String title) {
    return call(
            session,
            "iso_node_create",
            "{'node_kind':'Decision','content_summary':'As it says.','title':'%s'}"
                .formatted(title))
        .path("entry_id")
        .asText();
  }

  private static JsonNode link(
      MemorySession session, String from, String type, String to, String more) {
    return call(
        session,
        "iso_link_create",
        "{'from_entity_id':'%s','from_entity_kind':'Decision','to_entity_id':'%s',"
                .formatted(from, to)
            + "'to_entity_kind':'Decision','link_type':'%s'%s}".formatted(type, more));
  }

  private static List<String> traverse(MemorySession session, String from, String more) {
    JsonNode walk =
        call(
            session,
            "iso_link_traverse",
            "{'from_entity_id':'%s','link_types':['depends_on','blocks']%s}".formatted(from, more));
    assertTrue(walk.path("ok").asBoolean(), walk::toString);
    assertEquals(walk.path("count").asInt(), walk.path("results").size());
    return walk.path("results").findValuesAsText("entity_id");
  }

  @Test
  void linksAreMadeListedAndWalked() throws Exception {
    try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), Map.of());
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()))) {
      String a = node(session, "a");
      String b = node(session, "b");
      String c = node(session, "c");
      JsonNode first = link(session, a, "depends_on", b, "");
      assertTrue(first.path("ok").asBoolean(), first::toString);
      JsonNode second = link(session, b, "blocks", c, ",'rationale':'c cannot start before b.'");
      assertEquals(36, second.path("link_id").asText().length(), second::toString);

      assertEquals(List.of(b, c), traverse(session, a, ""));
      assertEquals(List.of(b), traverse(session, a, ",'max_depth':1"));
      assertEquals(List.of(), traverse(session, a, ",'direction':'incoming'"));
      assertEquals(List.of(b, a), traverse(session, c, ",'direction':'both'"));

      JsonNode listed = call(session, "iso_link_list_for_node", "{'entity_id':'" + b + "'}");
      assertEquals(
          List.of("outgoing", "incoming"), listed.path("results").findValuesAsText("direction"));
      assertEquals(
          List.of(second.path("link_id").asText(), first.path("link_id").asText()),
          listed.path("results").findValuesAsText("link_id"));
      assertEquals("active", listed.path("results").path(0).path("validity_state").asText());
      assertTrue(listed.path("results").path(0).path("link_weight").isNull());

      // The rationale is a node, and the link names it.
      JsonNode why =
          call(
              session,
              "iso_node_search",
              "{'node_kind':'KronicleBlock','text_query':'cannot start before'}");
      String block = why.path("results").path(0).path("entry_id").asText();
      assertEquals("blocks rationale", why.path("results").path(0).path("title").asText());
      assertTrue(
          sea.events(sea.workspaceId(), 10_000).stream()
              .anyMatch(
                  e ->
                      e.eventType().equals("kora.relationlink.created")
                          && e.toString().contains(second.path("link_id").asText())
                          && e.toString().contains(block)));
    }
  }

  @Test
  void anEdgeThatIsThereOrLeadsBackIsAnErrorThatNamesIt() throws Exception {
    try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), Map.of());
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()))) {
      String a = node(session, "from");
      String b = node(session, "to");
      String id = link(session, a, "covers", b, "").path("link_id").asText();
      for (String more : List.of("", ",'rationale':'twice'")) {
        assertEquals(
            "this link is there already, as " + id,
            link(session, a, "covers", b, more).path("error").asText());
      }
      assertEquals(
          "a link must not lead back to where it starts",
          link(session, a, "covers", a, "").path("error").asText());
      assertTrue(link(session, b, "covers", a, "").path("ok").asBoolean());
    }
  }

  @Test
  void anEndThatIsNoEntryIsWalkedToAndListedLikeAnyOther() throws Exception {
    try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), Map.of());
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()))) {
      String a = node(session, "of a component");
      String component = UUID.randomUUID().toString();
      JsonNode made = link(session, a, "depends_on", component, "");
      assertTrue(made.path("ok").asBoolean(), made::toString);
      assertEquals(List.of(component), traverse(session, a, ""));
      JsonNode listed =
          call(session, "iso_link_list_for_node", "{'entity_id':'" + component + "'}");
      assertEquals(List.of(a), listed.path("results").findValuesAsText("from_entity_id"));
      JsonNode read = call(session, "iso_node_read", "{'entry_id':'" + component + "'}");
      assertEquals("no entry " + component + " in this workspace", read.path("error").asText());
    }
  }

  @Test
  void withoutTheToolALinkIsDeferredAndItsRationaleIsNotKept() throws Exception {
    try (FaultServer server = new FaultServer()) {
      server.behaviour =
          (exchange, method, id) ->
              FaultServer.json(
                  exchange,
                  200,
                  FaultServer.result(
                      id,
                      method.equals("tools/list")
                          ? "{\"tools\":[{\"name\":\"kora__write_agent_scratchpad\"}]}"
                          : "{\"isError\":true,\"content\":[]}"));
      Map<String, String> settings = Map.of("mcp_endpoint", server.address());
      try (MemoryProvider provider = EndToEndTest.open(sea, new TestHost(data), settings);
          MemorySession session =
              provider.openSession(SessionContext.primary("s", "test", sea.workspaceId()))) {
        String a = "0190a000-0000-7000-8000-000000000001";
        String b = "0190a000-0000-7000-8000-000000000002";
        for (String more : List.of("", ",'rationale':'because'")) {
          JsonNode deferred = link(session, a, "covers", b, more);
          assertTrue(deferred.path("deferred").asBoolean(), deferred::toString);
          assertEquals(
              "D-kr3-st2-no-relationlink-write-mcp-tool", deferred.path("deviation_id").asText());
        }
        assertTrue(session.flush(Duration.ofSeconds(30)).complete());
      }
      assertTrue(
          server.seen.stream().noneMatch(s -> s.body().contains("content_inline")),
          server.methods()::toString);
    }
  }
}
