package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.UUID;

/** The envelopes of answers: one JSON object each, {@code ok} first. */
final class ToolAnswer {
  private ToolAnswer() {}

  static ObjectNode ok() {
    return StrictJson.object().put("ok", true);
  }

  static ObjectNode error(String message) {
    return StrictJson.object().put("ok", false).put("error", OneLine.of(message, 1_000));
  }

  static ObjectNode denied(String capability) {
    return StrictJson.object()
        .put("ok", false)
        .put("denied", true)
        .put("capability", capability)
        .put("reason", "this agent's capability matrix does not grant " + capability);
  }

  static ObjectNode substrateError(String toolName, String message) {
    return StrictJson.object()
        .put("ok", false)
        .put("substrate_error", true)
        .put("tool_name", toolName)
        .put("message", OneLine.of(message, 500));
  }

  static ObjectNode deferred(String deviationId, String message) {
    return StrictJson.object()
        .put("ok", false)
        .put("deferred", true)
        .put("deviation_id", deviationId)
        .put("message", message);
  }

  static ObjectNode pending(UUID key) {
    return ok().put("pending", true).put("key", key.toString());
  }
}
