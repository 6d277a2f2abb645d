package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.substrate.Hits;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code iso_node_search}. */
final class NodeSearchTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_search",
          "Search what is remembered: by words, by kind, by both, or without either for the newest."
              + " The best matches come first; superseded nodes are left out. \"partial\": true"
              + " says that older ones were not looked at.",
          "cap_read_precommit_scratchpad",
          false,
          List.of(
              Argument.choice("node_kind", Vocabulary.NODE_KINDS, "Only nodes of this kind.")
                  .optional(),
              Argument.text(
                      "text_query",
                      1000,
                      "Words to look for; a node matches if it has any of them.")
                  .optional(),
              Argument.number("limit", 1, 50, 20, "Most results."),
              Argument.flag(
                  "cross_agent_only",
                  false,
                  "True adds the nodes that other agents of this workspace have shared.")));

  private final NodeReads reads;
  private final PendingNodes pending;

  NodeSearchTool(NodeReads reads, PendingNodes pending) {
    this.reads = reads;
    this.pending = pending;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    NodeQuery query =
        new NodeQuery(
            arguments.find("node_kind"),
            arguments.find("text_query"),
            arguments.number("limit"),
            arguments.flag("cross_agent_only"));
    // Before the substrate is read: what is delivered meanwhile is in one of the two, or in both.
    List<PendingNodes.State.Waiting> waiting = pending.waiting(workspace);
    Hits hits;
    try {
      hits = reads.search(workspace, query);
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
    return answer(query, waiting, hits);
  }

  private ObjectNode answer(NodeQuery query, List<PendingNodes.State.Waiting> waiting, Hits hits) {
    ObjectNode answer = ToolAnswer.ok();
    ArrayNode results = answer.putArray("results");
    Set<String> texts =
        hits.rows().stream().map(row -> String.valueOf(row.content())).collect(Collectors.toSet());
    waiting.stream()
        .filter(node -> matches(query, node.draft().node()))
        .filter(node -> !texts.contains(ScratchpadWriter.storable(node.draft())))
        .limit(query.limit())
        .forEach(node -> results.add(NodeView.of(node, reads.actorKind())));
    for (ScratchpadRow row : hits.rows()) {
      if (results.size() < query.limit()) {
        results.add(NodeView.of(row));
      }
    }
    answer.put("count", results.size());
    return hits.bounded() ? answer.put("partial", true) : answer;
  }

  private static boolean matches(NodeQuery query, StoredText.Node node) {
    return (query.kind() == null || query.kind().equals(node.kind()))
        && (query.text() == null
            || QueryWords.match(query.text(), node.title() + "\n" + node.body()));
  }
}
