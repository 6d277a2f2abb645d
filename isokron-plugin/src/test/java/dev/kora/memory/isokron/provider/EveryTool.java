package dev.kora.memory.isokron.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A call of each tool, with arguments that fit; apostrophes stand for quotation marks. */
final class EveryTool {
  /** An id that nothing has. */
  static final String NOBODY = "0190a000-0000-7000-8000-00000000dead";

  private EveryTool() {}

  /**
   * Names and arguments, in the order in which a model sees them; about a thing with this id. Each
   * time the link leads to something else.
   */
  static Map<String, String> about(String id) {
    Map<String, String> calls = new LinkedHashMap<>();
    calls.put(
        "iso_node_create",
        "{'node_kind':'Decision','title':'Numbat','content_summary':'The numbat decides.'}");
    calls.put("iso_node_read", "{'entry_id':'" + id + "'}");
    calls.put("iso_node_search", "{'text_query':'numbat','cross_agent_only':true}");
    calls.put(
        "iso_node_supersede",
        "{'superseded_entry_id':'%s','new_content_summary':'Quoll.','supersession_reason':'speed'}"
            .formatted(id));
    calls.put(
        "iso_link_create",
        "{'from_entity_id':'%s','from_entity_kind':'Decision','to_entity_id':'%s',"
                .formatted(id, UUID.randomUUID())
            + "'to_entity_kind':'Gotcha','link_type':'covers'}");
    calls.put(
        "iso_link_traverse",
        "{'from_entity_id':'%s','link_types':['covers','depends_on'],'direction':'both',"
                .formatted(id)
            + "'max_depth':3}");
    calls.put("iso_link_list_for_node", "{'entity_id':'" + id + "'}");
    return calls;
  }
}
