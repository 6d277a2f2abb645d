package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WrittenEntry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.codec.digest.Blake3;

/** Writes an entry to the actor's scratchpad, together with its event. */
final class WriteScratchpadTool implements SeaTool {
  private final EventStore store;

  WriteScratchpadTool(EventStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "kora__write_agent_scratchpad";
  }

  @Override
  public String description() {
    return "Writes an entry to the agent's scratchpad and, in the same transaction, the event"
        + " kronicle.agent_scratchpad.created. content_hash is the BLAKE3 of content_inline's UTF-8"
        + " bytes, in hex.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type": "object", "additionalProperties": false,
         "required": ["workspace_id", "scratchpad_kind", "visibility_scope", "content_inline",
           "content_hash"],
         "properties": {
           "workspace_id": {"type": "string", "minLength": 1, "maxLength": 200},
           "scratchpad_kind": {"type": "string", "enum": ["reasoning_trail", "hypothesis",
             "discarded_option", "override_rationale", "self_critique", "route_decision",
             "compacted_summary"]},
           "visibility_scope": {"type": "string",
             "enum": ["agent_private", "cross_agent_dereferenceable"]},
           "content_inline": {"type": "string", "maxLength": 262144},
           "content_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}
        """;
  }

  @Override
  public String outputSchema() {
    return """
        {"type": "object", "required": ["scratchpad_entry_id", "approved_event_id"],
         "properties": {
           "scratchpad_entry_id": {"type": "string", "format": "uuid"},
           "approved_event_id": {"type": "string", "format": "uuid"}}}
        """;
  }

  @Override
  public Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException {
    String content = Arguments.text(arguments, "content_inline");
    String hash = Arguments.text(arguments, "content_hash");
    String computed =
        HexFormat.of().formatHex(Blake3.hash(content.getBytes(StandardCharsets.UTF_8)));
    if (!computed.equals(hash)) {
      throw new ToolRefusal(
          "content_hash: is not the BLAKE3 of content_inline, which is " + computed);
    }
    ScratchpadEntry entry =
        new ScratchpadEntry(
            Arguments.text(arguments, "scratchpad_kind"),
            Arguments.text(arguments, "visibility_scope"),
            content,
            hash);
    WrittenEntry written = store.write(caller, entry, key);
    return Map.of(
        "scratchpad_entry_id", written.entryId().toString(),
        "approved_event_id", written.eventId().toString());
  }
}
