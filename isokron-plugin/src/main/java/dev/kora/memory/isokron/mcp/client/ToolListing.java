package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What came of asking a server for its tools. */
public sealed interface ToolListing {
  /** All of them, as the server describes them: each an object with at least a name. */
  record Listed(List<JsonNode> tools) implements ToolListing {}

  /** They could not be read. */
  record Unavailable(CallOutcome outcome) implements ToolListing {}
}
