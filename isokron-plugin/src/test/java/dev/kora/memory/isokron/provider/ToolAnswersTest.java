package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.SeaWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What each tool answers when it does what it was asked for: the fields, in their order. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class ToolAnswersTest {
  private static final List<String> NODE =
      List.of(
          "entry_id",
          "actor_kind",
          "actor_label",
          "node_kind",
          "title",
          "body",
          "content_uri",
          "visibility_scope",
          "scratchpad_kind",
          "created_at",
          "status",
          "supersedes",
          "superseded_by");

  @TempDir Path data;

  private static void assertFields(List<String> expected, JsonNode object) {
    assertEquals(expected, OpenWorkspace.fields(object), object::toString);
  }

  @Test
  void everyAnswerHasTheFieldsOfTheContractAndNoOthers() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    try (OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      JsonNode created =
          open.call(
              "iso_node_create",
              "{'node_kind':'Gotcha','title':'Kudu','content_summary':'Of the kudu.'}");
      assertFields(List.of("ok", "entry_id"), created);
      String old = created.path("entry_id").asText();

      JsonNode read = open.call("iso_node_read", "{'entry_id':'" + old + "'}");
      assertFields(List.of("ok", "node"), read);
      assertFields(NODE, read.path("node"));
      // What is not said is as the contract's defaults.
      assertEquals("reasoning_trail", read.path("node").path("scratchpad_kind").asText());
      assertEquals("agent_private", read.path("node").path("visibility_scope").asText());
      assertEquals("kora", read.path("node").path("actor_kind").asText());
      assertEquals("active", read.path("node").path("status").asText());

      JsonNode found = open.call("iso_node_search", "{'text_query':'kudu'}");
      assertFields(List.of("ok", "results", "count"), found);
      assertFields(NODE, found.path("results").path(0));

      Map<String, String> calls = EveryTool.about(old);
      JsonNode linked = open.call("iso_link_create", calls.getOrDefault("iso_link_create", ""));
      assertFields(List.of("ok", "link_id"), linked);
      JsonNode walked = open.call("iso_link_traverse", calls.getOrDefault("iso_link_traverse", ""));
      assertFields(List.of("ok", "results", "count"), walked);
      assertFields(
          List.of("entity_id", "entity_kind", "via_link_type", "depth_from_start"),
          walked.path("results").path(0));
      JsonNode listed =
          open.call("iso_link_list_for_node", calls.getOrDefault("iso_link_list_for_node", ""));
      assertFields(List.of("ok", "results", "count"), listed);
      assertEquals(
          linked.path("link_id").asText(), listed.path("results").path(0).path("link_id").asText());

      JsonNode superseded =
          open.call("iso_node_supersede", calls.getOrDefault("iso_node_supersede", ""));
      assertFields(List.of("ok", "entry_id"), superseded);
      String fresh = superseded.path("entry_id").asText();
      assertEquals(
          "Quoll.\n\nSupersedes: " + old + "\nReason: speed",
          open.read(fresh).path("body").asText());
      open.delivered();
      assertFields(NODE, open.read(old));
      assertEquals("superseded", open.read(old).path("status").asText());
      assertTrue(
          workspace
              .texts(
                  "SELECT v.payload::text FROM hivex_foundation.event_log v"
                      + " JOIN hivex_foundation.tenant t ON t.tenant_id = v.tenant_id"
                      + " WHERE t.clerk_org_id = %s AND v.event_type = 'kora.node.superseded'")
              .contains(
                  """
                  {"reason": "speed", "new_entry_id": "%s", "superseded_entry_id": "%s"}"""
                      .formatted(fresh, old)));
    }
  }
}
