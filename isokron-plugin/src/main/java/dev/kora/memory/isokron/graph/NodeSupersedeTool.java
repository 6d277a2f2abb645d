package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code iso_node_supersede}. */
final class NodeSupersedeTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_supersede",
          "Replace a node by a newer one; the old one stays readable by its id. Answers with the"
              + " new entry_id.",
          true,
          List.of(
              Argument.uuid("superseded_entry_id", "The node to replace."),
              Argument.line("new_title", 200, "The new title; the old one stays if absent.")
                  .optional(null),
              Argument.text("new_content_summary", 1000, "What to remember instead."),
              Argument.line("supersession_reason", 500, "Why, in one line.")));

  private final NodeReads reads;
  private final NodeWrites writes;
  private final SupersededOverlay overlay;

  NodeSupersedeTool(NodeReads reads, NodeWrites writes, SupersededOverlay overlay) {
    this.reads = reads;
    this.writes = writes;
    this.overlay = overlay;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments) {
    String id = arguments.get("superseded_entry_id").toLowerCase(Locale.ROOT);
    Optional<ScratchpadRow> found;
    try {
      found = reads.byId(workspace, id);
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
    if (found.isEmpty() || !reads.isOwn(found.get())) {
      return ToolAnswer.error("no entry " + id + " in this workspace");
    }
    ScratchpadRow old = found.get();
    if (old.content() == null
        || !(StoredText.parse(old.content()) instanceof StoredText.Node node)) {
      return ToolAnswer.error("entry " + id + " is not a node");
    }
    String replacement = overlay.replacementOf(workspace, id).orElse(old.supersededBy());
    if (replacement != null) {
      return ToolAnswer.error("entry " + id + " is superseded already, by " + replacement);
    }
    if (!old.status().equals("active") || !overlay.claim(workspace, id)) {
      return ToolAnswer.error("entry " + id + " is no longer active, or being superseded now");
    }
    return replace(workspace, id, old, node, arguments);
  }

  private ObjectNode replace(
      String workspace,
      String id,
      ScratchpadRow old,
      StoredText.Node node,
      ToolSpec.Checked.Fitting arguments) {
    String title = arguments.find("new_title");
    String reason = arguments.get("supersession_reason");
    String body =
        arguments.get("new_content_summary") + "\n\nSupersedes: " + id + "\nReason: " + reason;
    return writes.write(
        workspace,
        new StoredText.Node(node.kind(), title == null ? node.title() : title, body),
        Vocabulary.COMPACTED_SUMMARY,
        old.visibilityScope(),
        SPEC.name(),
        ChainEventEmitter.after(
            workspace,
            "kora.node.superseded",
            StrictJson.object().put("superseded_entry_id", id).put("reason", reason),
            "new_entry_id"),
        fate -> {
          if (fate instanceof Fate.Delivered delivered) {
            overlay.superseded(workspace, id, delivered.resultId());
          } else {
            overlay.release(workspace, id);
          }
        });
  }
}
