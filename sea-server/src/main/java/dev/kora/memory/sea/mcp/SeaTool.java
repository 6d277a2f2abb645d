package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.Map;

/** One tool. Its arguments conform to its schema already when it is called. */
interface SeaTool {
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
