package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a tool answers when it does not do what it was asked for, to the letter. What is denied is
 * in {@link SeaCapabilitiesTest}, what is deferred in {@link DeferredWritesTest}.
 */
@ExtendWith(SharedSea.class)
@Timeout(120)
class FailureEnvelopesTest {
  @TempDir Path data;
  private SeaWorkspace workspace;

  @BeforeEach
  void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
  }

  private OpenWorkspace open(Map<String, String> more) {
    return OpenWorkspace.open(workspace, new TestHost(data), more);
  }

  private static String error(String error) {
    return "{\"ok\":false,\"error\":\"" + error + "\"}";
  }

  @Test
  void argumentsThatDoNotFitAnUnknownToolAndAnUnknownId() throws Exception {
    String nobody = EveryTool.NOBODY;
    String before = workspace.written();
    try (OpenWorkspace open = open(Map.of())) {
      assertEquals(error("unknown tool \\\"iso_node_drop\\\""), open.answer("iso_node_drop", "{}"));
      assertEquals(error("entry_id is missing"), open.answer("iso_node_read", "{}"));
      assertEquals(
          error("entry_id must be a UUID"),
          open.answer("iso_node_read", "{'entry_id':'1-1-1-1-1'}"));
      assertEquals(
          error("the arguments must be a JSON object"), open.answer("iso_node_read", "[]"));
      assertEquals(
          error("entry_id must be a string; unknown argument \\\"x\\\""),
          open.answer("iso_node_read", "{'x':1,'entry_id':null}"));
      assertEquals(
          error("limit must be a whole number from 1 to 50"),
          open.answer("iso_node_search", "{'limit':51}"));
      String malformed = open.answer("iso_node_read", "{'entry_id':");
      assertTrue(
          malformed.startsWith("{\"ok\":false,\"error\":\"the arguments are not JSON: "),
          malformed);

      String unknown = error("no entry " + nobody + " in this workspace");
      Map<String, String> calls = EveryTool.about(nobody);
      for (String tool : List.of("iso_node_read", "iso_node_supersede")) {
        assertEquals(unknown, open.answer(tool, calls.getOrDefault(tool, "")));
      }
      assertEquals(
          error("a link must not lead back to where it starts"),
          open.answer(
              "iso_link_create",
              "{'from_entity_id':'%1$s','from_entity_kind':'Tool','to_entity_id':'%1$s',"
                      .formatted(nobody)
                  + "'to_entity_kind':'Tool','link_type':'covers'}"));
      open.delivered();
    }
    assertEquals(before, workspace.written());
  }

  @Test
  void eachToolWithoutAWorkspaceAndEachOfAClosedSession() {
    try (OpenWorkspace open = open(Map.of());
        MemorySession nowhere =
            open.provider().openSession(SessionContext.primary("n", "test", null))) {
      EveryTool.about(EveryTool.NOBODY)
          .forEach(
              (tool, call) ->
                  assertEquals(
                      error("no workspace_id resolvable"),
                      nowhere.handleToolCall(tool, call.replace('\'', '"'))));
      open.session().close();
      EveryTool.about(EveryTool.NOBODY)
          .forEach(
              (tool, call) ->
                  assertEquals(error("the session is closed"), open.answer(tool, call)));
    }
  }

  @Test
  void eachToolThatReadsWhileTheSubstrateCannotBeReached() {
    Map<String, String> away =
        Map.of(
            "isokron_dsn", "postgres://reader:none@127.0.0.1:1/sea", "read_timeout_seconds", "1");
    Map<String, String> calls = new LinkedHashMap<>(EveryTool.about(EveryTool.NOBODY));
    calls.remove("iso_node_create"); // needs no read
    try (OpenWorkspace open = open(away)) {
      calls.forEach(
          (tool, call) -> {
            JsonNode answer = open.call(tool, call);
            assertEquals(List.of("ok", "error"), OpenWorkspace.fields(answer), tool);
            assertEquals(false, answer.path("ok").booleanValue());
            String error = answer.path("error").asText();
            assertTrue(error.startsWith("cannot read the substrate"), error);
          });
    }
  }

  @Test
  void aWriteThatSeaRefusesIsASubstrateErrorAndIsNotSentAgain() throws Exception {
    try (OpenWorkspace open = open(Map.of("cache_ttl_seconds", "3600"))) {
      String old = open.node("Civet", "Of the civet.");
      open.delivered();
      workspace.handTokenTo("critic"); // the plugin has the matrix of the actor before
      String before = workspace.written();
      Map<String, String> calls = EveryTool.about(old);
      Map<String, List<String>> refusals =
          Map.of(
              "iso_node_create",
                  List.of("kora__write_agent_scratchpad", "cap_write_agent_scratchpad"),
              "iso_node_supersede",
                  List.of("kora__supersede_agent_scratchpad", "cap_write_agent_scratchpad"),
              "iso_link_create", List.of("kora__create_relationlink", "cap_sea_link_authoring"));
      refusals.forEach(
          (tool, refusal) ->
              assertEquals(
                  """
                  {"ok":false,"substrate_error":true,"tool_name":"%s",\
                  "message":"the tool failed: the token's actor may not do this:\
                   %s is denied to actors of the kind critic"}"""
                      .formatted(refusal.get(0), refusal.get(1)),
                  open.answer(tool, calls.getOrDefault(tool, ""))));
      open.delivered();
      assertEquals(before, workspace.written());
      assertTrue(open.read(old).path("superseded_by").isNull());
      TestHost.awaitUp(open.provider());
    }
  }
}
