package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.substrate.ScratchpadRow;

/** A node as the model is shown it. */
final class NodeView {
  private NodeView() {}

  /** An entry. */
  static ObjectNode of(ScratchpadRow row) {
    String content = row.content();
    StoredText stored = StoredText.parse(content == null ? "" : content);
    StoredText.Node node = stored instanceof StoredText.Node n ? n : null;
    String body =
        node != null ? node.body() : stored instanceof StoredText.Turn turn ? turn.text() : content;
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
        .put("status", row.status())
        .put("supersedes", row.supersedes())
        .put("superseded_by", row.supersededBy());
  }

  /** One that is not delivered yet; its key stands for its id. */
  static ObjectNode of(PendingNodes.State.Waiting pending, String actorKind) {
    PendingNodes.Draft draft = pending.draft();
    return StrictJson.object()
        .put("entry_id", pending.key().toString())
        .put("actor_kind", actorKind)
        .putNull("actor_label")
        .put("node_kind", draft.node().kind())
        .put("title", draft.node().title())
        .put("body", draft.node().body())
        .putNull("content_uri")
        .put("visibility_scope", draft.visibility())
        .put("scratchpad_kind", draft.scratchpadKind())
        .put("created_at", pending.createdAt().toString())
        .put("status", "active")
        .put("supersedes", draft.supersedes())
        .putNull("superseded_by")
        .put("pending", true);
  }
}
