package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One tool. Its arguments conform to its schema already when it is called. */
interface SeaTool {
  /** A UUID argument or result. */
  String UUID_SCHEMA =
      """
      {"type": "string", "format": "uuid",
       "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}\
      """;

  /** Every tool there is. */
  static List<SeaTool> all(Supplier<EventStore> store) {
    return List.of(
        new AppendEventTool(store),
        new WriteScratchpadTool(store),
        new SupersedeScratchpadTool(store),
        new CreateLinkTool(store),
        new ReadCapabilitiesTool(store));
  }

  String name();

  String description();

  /** JSON Schema of the arguments. */
  String inputSchema();

  /** JSON Schema of the structured result. */
  String outputSchema();

  /**
   * Does it.
   *
   * @throws ToolRefusal for what the client did wrong
   * @throws SQLException if the database cannot be used
   */
  Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException;
}
