package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code iso_node_read}. */
final class NodeReadTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_read",
          "Read one node by its entry_id, whatever its age. A superseded one is still there and"
              + " names in superseded_by what replaced it; supersedes names what it replaced.",
          "cap_read_precommit_scratchpad",
          false,
          List.of(Argument.uuid("entry_id", "The node's entry_id, or the key of a pending one.")));

  private final NodeReads reads;
  private final PendingNodes pending;

  NodeReadTool(NodeReads reads, PendingNodes pending) {
    this.reads = reads;
    this.pending = pending;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    UUID asked = arguments.id("entry_id");
    if (pending.state(workspace, asked).orElse(null) instanceof PendingNodes.State.Waiting node) {
      return answer(NodeView.of(node, reads.actorKind()));
    }
    Optional<String> trouble = pending.notAnEntry(workspace, asked);
    if (trouble.isPresent()) {
      return ToolAnswer.error(trouble.get());
    }
    UUID id = pending.entry(workspace, asked);
    try {
      Optional<ScratchpadRow> found = reads.byId(workspace, id);
      if (found.isEmpty()) {
        return ToolAnswer.error("no entry " + id + " in this workspace");
      }
      return answer(NodeView.of(found.get()));
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode answer(ObjectNode node) {
    ObjectNode answer = ToolAnswer.ok();
    answer.set("node", node);
    return answer;
  }
}
