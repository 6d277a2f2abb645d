package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.util.List;

/** {@code iso_node_create}. */
final class NodeCreateTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_create",
          "Remember something across sessions as a typed node: a decision, a gotcha, a pattern and"
              + " so on. One fact a node. Answers with its entry_id; or with \"pending\": true and"
              + " a key that serves as its id until it is delivered: do not repeat the call then."
              + " To change what is remembered use iso_node_supersede.",
          "cap_write_agent_scratchpad",
          true,
          List.of(
              Argument.choice("node_kind", Vocabulary.NODE_KINDS, "What kind of thing it is."),
              Argument.line("title", 200, "One line that names it."),
              Argument.text(
                  "content_summary",
                  1000,
                  "What to remember, in full sentences that can be understood without this"
                      + " conversation."),
              Argument.flag(
                  "cross_agent_dereferenceable",
                  false,
                  "Whether other agents of this workspace may read it."),
              Argument.choice(
                      "scratchpad_kind",
                      Vocabulary.SCRATCHPAD_KINDS,
                      "What kind of note it is; rarely needed.")
                  .optional(Vocabulary.REASONING_TRAIL)));

  private final NodeWrites writes;

  NodeCreateTool(NodeWrites writes) {
    this.writes = writes;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    PendingNodes.Draft draft =
        new PendingNodes.Draft(
            new StoredText.Node(
                arguments.text("node_kind"),
                arguments.text("title"),
                arguments.text("content_summary")),
            arguments.text("scratchpad_kind"),
            arguments.flag("cross_agent_dereferenceable")
                ? Vocabulary.CROSS_AGENT
                : Vocabulary.PRIVATE,
            null);
    return writes.write(
        workspace, draft, SeaWrite.ENTRY, SPEC.name(), null, NodeWrites.Watcher.NONE, deadline);
  }
}
