package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.sea.SeaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ids of another workspace's nodes and links are worth no more than ids that nothing has. */
@ExtendWith(SharedSea.class)
@Timeout(180)
class ForeignIdsTest {
  private static final String SECRET = "wolverine";
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z";

  @TempDir Path data;

  @Test
  void withALoginOfTheWorkspaceTheyAreAnsweredAsUnknownOnesAndChangeNothing() throws Exception {
    check(false);
  }

  @Test
  void withALoginThatSeesAllWorkspacesTheFiltersAloneDoTheSame() throws Exception {
    check(true);
  }

  private void check(boolean seesAll) throws Exception {
    SeaServer sea = SharedSea.server();
    SeaWorkspace theirs = SeaWorkspace.create(sea);
    List<String> foreign = written(theirs);
    String before = theirs.written();

    SeaWorkspace ours = SeaWorkspace.create(sea);
    Map<String, String> login = Map.of("isokron_dsn", seesAll ? ours.adminDsn() : ours.readerDsn());
    try (OpenWorkspace open = OpenWorkspace.open(ours, new TestHost(data), login)) {
      String own = open.node("Ours", "Of the badger.");
      for (String id : foreign) {
        compareAll(open, ours, id);
        // Our link to it stays ours: it shows nothing of what is there.
        String link =
            "{'from_entity_id':'%s','from_entity_kind':'Gotcha','to_entity_id':'%s',"
                    .formatted(own, id)
                + "'to_entity_kind':'Gotcha','link_type':'depends_on'}";
        String made = open.answer("iso_link_create", link);
        assertTrue(made.startsWith("{\"ok\":true,\"link_id\":"), made);
      }
      for (String answer :
          List.of(
              open.answer("iso_link_list_for_node", "{'entity_id':'" + own + "'}"),
              open.answer("iso_node_search", "{'text_query':'%s'}".formatted(SECRET)),
              open.answer(
                  "iso_node_search",
                  "{'text_query':'%s','cross_agent_only':true}".formatted(SECRET)),
              open.session().prefetch(SECRET),
              open.session().systemPromptBlock())) {
        assertFalse(answer.contains(SECRET), answer);
      }
      open.delivered();
    }
    assertEquals(before, theirs.written());
    assertTrue(sea.verify(theirs.id()).intact());
  }

  /** Writes two nodes and a link between them; returns the three ids. */
  private List<String> written(SeaWorkspace workspace) {
    try (OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      List<String> ids = new ArrayList<>();
      ids.add(open.node("First " + SECRET, "Of the " + SECRET));
      ids.add(open.node("Second " + SECRET, "Of the " + SECRET));
      ids.add(
          open.call(
                  "iso_link_create",
                  "{'from_entity_id':'%s','from_entity_kind':'Gotcha','to_entity_id':'%s',"
                          .formatted(ids.get(0), ids.get(1))
                      + "'to_entity_kind':'Gotcha','link_type':'depends_on'}")
              .path("link_id")
              .asText());
      // They are there, for who may see them.
      assertTrue(open.read(ids.get(0)).toString().contains(SECRET));
      String links = open.answer("iso_link_list_for_node", "{'entity_id':'" + ids.get(0) + "'}");
      assertTrue(links.contains(ids.get(2)), links);
      open.delivered();
      return ids;
    }
  }

  /** Each tool that takes an id answers the same for this one and for one that nothing has. */
  private static void compareAll(OpenWorkspace open, SeaWorkspace workspace, String id)
      throws Exception {
    String unknown = UUID.randomUUID().toString();
    Map<String, String> unknowns = EveryTool.about(unknown);
    int compared = 0;
    for (Map.Entry<String, String> call : EveryTool.about(id).entrySet()) {
      String tool = call.getKey();
      if (!call.getValue().contains(id)) {
        continue;
      }
      String before = workspace.written();
      String answer = open.answer(tool, call.getValue());
      assertFalse(answer.contains(SECRET), answer);
      if (!tool.equals("iso_link_create")) {
        assertEquals(before, workspace.written(), tool);
      }
      assertEquals(
          withoutIds(open.answer(tool, unknowns.getOrDefault(tool, "")), unknown),
          withoutIds(answer, id),
          tool);
      compared++;
    }
    assertEquals(5, compared);
  }

  private static String withoutIds(String answer, String id) {
    return answer.replace(id, "<asked>").replaceAll(ID, "<id>").replaceAll(TIME, "<time>");
  }
}
