package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** Reads what the token's actor may do. */
final class ReadCapabilitiesTool implements SeaTool {
  private final Supplier<EventStore> store;

  ReadCapabilitiesTool(Supplier<EventStore> store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "kora__read_kora_capability_row";
  }

  @Override
  public String description() {
    return "Reads every capability there is and whether the token's actor has it.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type": "object", "additionalProperties": false, "properties": {}}
        """;
  }

  @Override
  public String outputSchema() {
    return """
        {"type": "object", "required": ["capability_matrix"],
         "properties": {"capability_matrix":
           {"type": "object", "additionalProperties": {"type": "boolean"}}}}
        """;
  }

  @Override
  public Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException {
    return Map.of("capability_matrix", store.get().capabilities(caller));
  }
}
