package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The capability matrix as a real Sea gives it, or does not. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class SeaCapabilitiesTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "iso_node_create", "cap_write_agent_scratchpad",
          "iso_node_read", "cap_read_precommit_scratchpad",
          "iso_node_search", "cap_read_precommit_scratchpad",
          "iso_node_supersede", "cap_write_agent_scratchpad",
          "iso_link_create", "cap_sea_link_authoring",
          "iso_link_traverse", "cap_read_unfiltered_relationlink",
          "iso_link_list_for_node", "cap_read_unfiltered_relationlink");

  @TempDir Path data;
  private SeaWorkspace workspace;

  @BeforeEach
  void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
  }

  private static String found(OpenWorkspace open) {
    return open.answer("iso_node_search", "{'text_query':'numbat'}");
  }

  private static void assertGranted(String counted, OpenWorkspace open) {
    String prompt = open.session().systemPromptBlock();
    assertTrue(prompt.contains("§5 Granted capabilities (" + counted + "):\n"), prompt);
  }

  @Test
  void theMatrixOfTheKoraActorIsFetchedAndSaidSoOnce() {
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      assertEquals("{\"ok\":true,\"results\":[],\"count\":0}", found(open));
      assertEquals(
          List.of("INFO [kora.capability_matrix] 22 of 49 granted"),
          log.startingWith("[kora.capability_matrix"));
      assertGranted("22 of 49", open);
    }
  }

  @Test
  void whatSeaDeniesTheTokensActorNoToolDoes() throws Exception {
    workspace.handTokenTo("critic");
    String before = workspace.written();
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      Map<String, String> calls = EveryTool.about(EveryTool.NOBODY);
      assertEquals(NEEDED.keySet(), calls.keySet());
      calls.forEach(
          (tool, call) ->
              assertEquals(
                  """
                  {"ok":false,"denied":true,"capability":"%1$s",\
                  "reason":"this agent's capability matrix does not grant %1$s"}"""
                      .formatted(NEEDED.getOrDefault(tool, "none")),
                  open.answer(tool, call)));
      assertEquals(
          List.of("INFO [kora.capability_matrix] 0 of 49 granted"),
          log.startingWith("[kora.capability_matrix"));
      assertGranted("0 of 49", open);
      open.delivered();
    }
    assertEquals(before, workspace.written());
  }

  @Test
  void whereSeaDoesNotAnswerTheBuiltInTableStaysAndAWarningSaysSo() {
    Map<String, String> wrong = Map.of("mcp_service_token", "nobodys-token-at-all");
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), wrong)) {
      assertEquals("{\"ok\":true,\"results\":[],\"count\":0}", found(open));
      assertGranted("22 of 49", open);
      assertEquals(1, log.count(Level.WARN, "[kora.capability_matrix.fallback] "));
      assertEquals(1, log.count(Level.WARN, "; the built-in table stays in force"));
      assertEquals(0, log.count(Level.INFO, "[kora.capability_matrix]"));
    }
  }
}
