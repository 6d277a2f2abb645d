package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.metrics.SeaMetrics.Outcome;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Map;

/** What became of a tool call, as its answer tells. */
final class ToolOutcome {
  private ToolOutcome() {}

  static Outcome of(JSONRPCResponse response) {
    if (!(response.result() instanceof CallToolResult result)) {
      return Outcome.ERROR;
    }
    if (!Boolean.TRUE.equals(result.isError())) {
      return Outcome.OK;
    }
    boolean rated =
        result.structuredContent() instanceof Map<?, ?> content
            && "rate_limited".equals(content.get("error"));
    return rated ? Outcome.RATE_LIMITED : Outcome.REFUSED;
  }
}
