package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.chain.CanonicalJson;
import dev.kora.memory.sea.chain.UncanonicalJsonException;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Appends an event to the workspace's chain. */
final class AppendEventTool implements SeaTool {
  private final Supplier<EventStore> store;

  AppendEventTool(Supplier<EventStore> store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "kora__append_event";
  }

  @Override
  public String description() {
    return "Appends an event to the workspace's hash chain. A repeated call with the same"
        + " _meta[\"dev.kora/event-key\"] returns the first event's id.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type": "object", "additionalProperties": false,
         "required": ["workspace_id", "event_type", "payload"],
         "properties": {
           "workspace_id": {"type": "string", "minLength": 1, "maxLength": 200},
           "event_type": {"type": "string", "maxLength": 200,
             "pattern": "^kora\\\\.[a-z][a-z0-9_]*(\\\\.[a-z][a-z0-9_]*)+$"},
           "payload": {"type": "object"}}}
        """;
  }

  @Override
  public String outputSchema() {
    return """
        {"type": "object", "required": ["event_id"],
         "properties": {"event_id": {"type": "string", "format": "uuid"}}}
        """;
  }

  @Override
  public Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException {
    byte[] payload;
    try {
      payload = CanonicalJson.ofValue(Arguments.value(arguments, "payload"));
    } catch (UncanonicalJsonException e) {
      throw new ToolRefusal("payload" + e.pointer() + ": " + e.getMessage());
    }
    UUID eventId =
        store.get().append(caller, Arguments.text(arguments, "event_type"), payload, key);
    return Map.of("event_id", eventId.toString());
  }
}
