package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import dev.kora.memory.isokron.substrate.TimedReads;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code iso_node_supersede}. */
final class NodeSupersedeTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_supersede",
          "Replace a node of your own by a newer one, for instance when a decision changed or a"
              + " fact turned out wrong. The old one leaves search and recall and stays readable by"
              + " its id. The new one keeps its kind, its visibility and, unless new_title is"
              + " given, its title. Answers with the new entry_id, or pending as"
              + " iso_node_create does.",
          "cap_write_agent_scratchpad",
          true,
          List.of(
              Argument.uuid("superseded_entry_id", "The entry_id of the node to replace."),
              Argument.line("new_title", 200, "The new title; the old one stays if absent.")
                  .optional(),
              Argument.text("new_content_summary", 1000, "What to remember instead."),
              Argument.line("supersession_reason", 500, "Why, in one line.")));

  private final NodeReads reads;
  private final TimedReads timed;
  private final NodeWrites writes;
  private final AwaitedWrites awaited;
  private final PendingNodes pending;
  private final SupersededOverlay overlay;

  NodeSupersedeTool(
      GraphParts parts, NodeWrites writes, AwaitedWrites awaited, PendingNodes pending) {
    this.reads = parts.nodes();
    this.timed = parts.timed();
    this.writes = writes;
    this.awaited = awaited;
    this.pending = pending;
    this.overlay = parts.overlay();
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    UUID asked = arguments.id("superseded_entry_id");
    Optional<String> trouble = pending.notAnEntry(workspace, asked);
    if (trouble.isPresent()) {
      return ToolAnswer.error(trouble.get());
    }
    String id = pending.entry(workspace, asked).toString();
    Optional<ScratchpadRow> found;
    try {
      found = timed.by(deadline, () -> reads.byId(workspace, UUID.fromString(id)));
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
    PendingNodes.Draft draft = draft(old, node, arguments);
    Optional<ObjectNode> repeated = writes.repeated(workspace, draft);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    if (old.supersededBy() != null) {
      return ToolAnswer.error("entry " + id + " is superseded already, by " + old.supersededBy());
    }
    if (!old.isActive() || !overlay.claim(workspace, id)) {
      return ToolAnswer.error("entry " + id + " is no longer active, or being superseded now");
    }
    return replace(workspace, id, draft, arguments.text("supersession_reason"), deadline);
  }

  private static PendingNodes.Draft draft(
      ScratchpadRow old, StoredText.Node node, ToolSpec.Checked.Fitting arguments) {
    String title = arguments.find("new_title");
    String body =
        arguments.text("new_content_summary")
            + "\n\nSupersedes: "
            + old.id()
            + "\nReason: "
            + arguments.text("supersession_reason");
    return new PendingNodes.Draft(
        new StoredText.Node(node.kind(), title == null ? node.title() : title, body),
        Vocabulary.COMPACTED_SUMMARY,
        old.visibilityScope(),
        old.id().toString());
  }

  private ObjectNode replace(
      String workspace, String id, PendingNodes.Draft draft, String reason, Deadline deadline) {
    SeaWrite write =
        awaited.isThere(SeaWrite.SUPERSESSION, deadline) ? SeaWrite.SUPERSESSION : SeaWrite.ENTRY;
    return writes.write(
        workspace,
        draft,
        write,
        SPEC.name(),
        ChainEventEmitter.after(
            workspace,
            "kora.node.superseded",
            StrictJson.object().put("superseded_entry_id", id).put("reason", reason),
            "new_entry_id"),
        new NodeWrites.Watcher() {
          @Override
          public void accepted(UUID key) {
            overlay.superseded(workspace, id, key.toString());
            pending.superseded(workspace, id);
          }

          @Override
          public void settled(Fate fate) {
            if (fate instanceof Fate.Delivered delivered) {
              overlay.superseded(workspace, id, delivered.resultId());
            } else if (fate instanceof Fate.GivenUp) {
              overlay.release(workspace, id);
            }
          }
        },
        deadline);
  }
}
