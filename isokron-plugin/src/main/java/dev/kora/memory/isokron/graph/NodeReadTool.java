package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code iso_node_read}. */
final class NodeReadTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_node_read",
          "Read one node by its entry_id, whatever its age; a superseded one names what replaced"
              + " it.",
          false,
          List.of(Argument.uuid("entry_id", "The node's entry_id.")));

  private final NodeReads reads;
  private final SupersededOverlay overlay;

  NodeReadTool(NodeReads reads, SupersededOverlay overlay) {
    this.reads = reads;
    this.overlay = overlay;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments) {
    String id = arguments.get("entry_id").toLowerCase(Locale.ROOT);
    try {
      Optional<ScratchpadRow> row = reads.byId(workspace, id);
      if (row.isEmpty()) {
        return ToolAnswer.error("no entry " + id + " in this workspace");
      }
      ObjectNode answer = ToolAnswer.ok();
      answer.set("node", node(workspace, row.get()));
      return answer;
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode node(String workspace, ScratchpadRow row) {
    String content = row.content();
    StoredText stored = StoredText.parse(content == null ? "" : content);
    StoredText.Node node = stored instanceof StoredText.Node n ? n : null;
    String body =
        node != null ? node.body() : stored instanceof StoredText.Turn turn ? turn.text() : content;
    String supersededBy =
        overlay.replacementOf(workspace, row.id().toString()).orElse(row.supersededBy());
    return StrictJson.object()
        .put("entry_id", row.id().toString())
        .put("actor_kind", row.actorKind())
        .put("actor_label", row.actorLabel())
        .put("node_kind", node == null ? null : node.kind())
        .put("title", node == null ? null : node.title())
        .put("body", body)
        .put("content_uri", row.contentUri())
        .put("visibility_scope", row.visibilityScope())
        .put("scratchpad_kind", row.scratchpadKind())
        .put("created_at", row.createdAt().toString())
        .put("status", supersededBy == null ? row.status() : "superseded")
        .put("supersedes", row.supersedes())
        .put("superseded_by", supersededBy);
  }
}
