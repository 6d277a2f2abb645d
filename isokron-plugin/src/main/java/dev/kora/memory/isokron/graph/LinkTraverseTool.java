package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.Reached;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code iso_link_traverse}. */
final class LinkTraverseTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_link_traverse",
          "Walk over links from a node, up to three links far. Answers with every node reached,"
              + " once each and nearest first: its id and kind, the type of the link it was"
              + " reached by, and how many links away it is. \"partial\": true says that the walk"
              + " met more links than it follows.",
          "cap_read_unfiltered_relationlink",
          false,
          List.of(
              Argument.uuid("from_entity_id", "The entry_id of the node to start from."),
              Argument.choices("link_types", Vocabulary.LINK_TYPES, "Which links to follow."),
              Argument.choice(
                      "direction",
                      List.of("outgoing", "incoming", "both"),
                      "Whether to follow links from their start, from their end, or both.")
                  .optional("outgoing"),
              Argument.number("max_depth", 1, 3, 2, "How many links far.")));

  private final LinkReads links;
  private final PendingNodes pending;

  LinkTraverseTool(LinkReads links, PendingNodes pending) {
    this.links = links;
    this.pending = pending;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    LinkReads.Walk walk;
    try {
      walk =
          links.reachable(
              workspace,
              pending.entry(workspace, arguments.id("from_entity_id")),
              Set.copyOf(arguments.texts("link_types")),
              LinkReads.Direction.valueOf(arguments.text("direction").toUpperCase(Locale.ROOT)),
              arguments.number("max_depth"));
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
    ObjectNode answer = ToolAnswer.ok();
    ArrayNode results = answer.putArray("results");
    for (Reached reached : walk.reached()) {
      results
          .addObject()
          .put("entity_id", reached.id().toString())
          .put("entity_kind", reached.kind())
          .put("via_link_type", reached.via())
          .put("depth_from_start", reached.depth());
    }
    answer.put("count", results.size());
    return walk.partial() ? answer.put("partial", true) : answer;
  }
}
