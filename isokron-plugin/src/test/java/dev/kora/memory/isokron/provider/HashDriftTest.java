package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Entries whose hash is not that of their text: somebody wrote past the server. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class HashDriftTest {
  @TempDir Path data;

  /** Every way from an entry to a model. */
  private static void readEveryWay(OpenWorkspace open, String id) {
    assertEquals("Of the serval.", open.read(id).path("body").asText());
    assertEquals(
        List.of("Of the serval."),
        open.call("iso_node_search", "{'text_query':'serval'}")
            .path("results")
            .findValuesAsText("body"));
    String recall = open.session().prefetch("serval");
    assertTrue(recall.contains("Of the serval."), recall);
  }

  private static List<String> drift(LogLines log) {
    return log.all().stream()
        .map(LogLines.Line::shown)
        .filter(line -> line.contains("content_hash drift"))
        .toList();
  }

  @Test
  void anEntryThatDriftedIsServedAsItIsAndWarnedOfOnceByEachProvider() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    String id;
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      id = open.node("Serval", "Of the ocelot.");
      workspace.sql(
          "UPDATE kronicle.agent_scratchpad_entries SET content_hash = upper(content_hash)"
              + " WHERE workspace_id = %s");
      assertEquals("Of the ocelot.", open.read(id).path("body").asText());
      assertEquals(List.of(), drift(log));

      workspace.sql(
          "UPDATE kronicle.agent_scratchpad_entries"
              + " SET content_inline = replace(content_inline, 'ocelot', 'serval')"
              + " WHERE workspace_id = %s");
      readEveryWay(open, id);
      readEveryWay(open, id);
      assertEquals(List.of(warning(id)), drift(log));
    }
    try (LogLines log = new LogLines();
        OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      readEveryWay(open, id);
      assertEquals(List.of(warning(id)), drift(log));
    }
  }

  private static String warning(String id) {
    return "WARN [kora.isokron] content_hash drift in entry " + id + "; it is served as it is";
  }
}
