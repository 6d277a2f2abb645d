package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.LinkRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.UUID;

/** {@code iso_link_list_for_node}. */
final class LinkListTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_link_list_for_node",
          "List the links that start or end at a node, newest first, with their types, their other"
              + " ends and whether they still hold (validity_state).",
          "cap_read_unfiltered_relationlink",
          false,
          List.of(
              Argument.uuid("entity_id", "The node's entry_id."),
              Argument.number("limit", 1, 100, 50, "Most links.")));

  private final LinkReads links;
  private final PendingNodes pending;

  LinkListTool(LinkReads links, PendingNodes pending) {
    this.links = links;
    this.pending = pending;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    UUID id = pending.entry(workspace, arguments.id("entity_id"));
    List<LinkRow> rows;
    try {
      rows = links.ofNode(workspace, id, arguments.number("limit"));
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
    ObjectNode answer = ToolAnswer.ok();
    ArrayNode results = answer.putArray("results");
    for (LinkRow row : rows) {
      results
          .addObject()
          .put("link_id", row.id().toString())
          .put("link_type", row.type())
          .put("direction", row.from().equals(id) ? "outgoing" : "incoming")
          .put("from_entity_id", row.from().toString())
          .put("from_entity_kind", row.fromKind())
          .put("to_entity_id", row.to().toString())
          .put("to_entity_kind", row.toKind())
          .put("link_weight", row.weight())
          .put("validity_state", row.validity())
          .put("created_at", row.createdAt().toString());
    }
    return answer.put("count", results.size());
  }
}
