package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code iso_node_create}. */
final class NodeCreateTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_create",
          "Remember something as a typed node: a decision, a gotcha, a pattern and so on. Answers"
              + " with its entry_id.",
          true,
          List.of(
              Argument.choice("node_kind", Vocabulary.NODE_KINDS, "What kind of thing it is."),
              Argument.line("title", 200, "One line that names it."),
              Argument.text("content_summary", 1000, "What to remember."),
              Argument.flag(
                  "cross_agent_dereferenceable", false, "Whether other agents may read it."),
              Argument.choice(
                      "scratchpad_kind", Vocabulary.SCRATCHPAD_KINDS, "What kind of note it is.")
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
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments) {
    StoredText.Node node =
        new StoredText.Node(
            arguments.get("node_kind"), arguments.get("title"), arguments.get("content_summary"));
    boolean shared = Boolean.parseBoolean(arguments.get("cross_agent_dereferenceable"));
    return writes.write(
        workspace,
        node,
        arguments.get("scratchpad_kind"),
        shared ? Vocabulary.CROSS_AGENT : Vocabulary.PRIVATE,
        SPEC.name(),
        null,
        fate -> {});
  }
}
