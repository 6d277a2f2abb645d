package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** Writes an entry in the place of an active one of the same actor. */
final class SupersedeScratchpadTool implements SeaTool {
  private final Supplier<EventStore> store;

  SupersedeScratchpadTool(Supplier<EventStore> store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "kora__supersede_agent_scratchpad";
  }

  @Override
  public String description() {
    return "Writes an entry to the agent's scratchpad that takes the place of an active one of its"
        + " own. In one transaction: the new entry, its event kronicle.agent_scratchpad.created"
        + " with superseded_entry_id, and the old one's status superseded.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type": "object", "additionalProperties": false,
         "required": ["workspace_id", "superseded_entry_id", "scratchpad_kind", "visibility_scope",
           "content_inline", "content_hash"],
         "properties": {"superseded_entry_id": %s, %s}}
        """
        .formatted(UUID_SCHEMA, ScratchpadArguments.PROPERTIES);
  }

  @Override
  public String outputSchema() {
    return ScratchpadArguments.OUTPUT_SCHEMA;
  }

  @Override
  public Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException {
    return ScratchpadArguments.answer(
        store
            .get()
            .supersede(
                caller,
                Arguments.uuid(arguments, "superseded_entry_id"),
                ScratchpadArguments.entry(arguments),
                key));
  }
}
