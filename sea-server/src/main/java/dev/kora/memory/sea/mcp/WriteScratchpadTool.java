package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** Writes an entry to the actor's scratchpad, together with its event. */
final class WriteScratchpadTool implements SeaTool {
  private final Supplier<EventStore> store;

  WriteScratchpadTool(Supplier<EventStore> store) {
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
         "properties": {%s}}
        """
        .formatted(ScratchpadArguments.PROPERTIES);
  }

  @Override
  public String outputSchema() {
    return ScratchpadArguments.OUTPUT_SCHEMA;
  }

  @Override
  public Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException {
    return ScratchpadArguments.answer(
        store.get().write(caller, ScratchpadArguments.entry(arguments), key));
  }
}
