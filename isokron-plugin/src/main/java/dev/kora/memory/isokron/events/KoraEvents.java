package dev.kora.memory.isokron.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ResponseShapeException;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpInvocationException;
import dev.kora.memory.isokron.mcp.client.ToolClient;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The call that appends an event to the chain; lets every failure through. */
public final class KoraEvents {
  /** The tool of Sea that appends an event. */
  public static final String TOOL = "kora__append_event";

  /** Says that the server does not have the tool. */
  public static final String DEVIATION = "D-kr2-st4-no-chain-emit-mcp-tool";

  private static final Pattern TYPE =
      Pattern.compile("kora\\.[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

  private KoraEvents() {}

  /** Whether the type is one that the chain takes. */
  static boolean isEventType(@Nullable String eventType) {
    return eventType != null && TYPE.matcher(eventType).matches();
  }

  static ObjectNode arguments(String workspaceId, String eventType, ObjectNode payload) {
    ObjectNode arguments = StrictJson.object();
    arguments.put("workspace_id", workspaceId).put("event_type", eventType);
    arguments.set("payload", payload);
    return arguments;
  }

  /**
   * Appends an event and waits for its id.
   *
   * @throws IllegalArgumentException when the client is null or the type is off the grammar
   * @throws McpInvocationException when the call brings no answer
   * @throws ResponseShapeException when the answer has another shape
   */
  public static UUID emitKoraEvent(
      String workspaceId, String eventType, ObjectNode payload, @Nullable ToolClient client) {
    if (client == null) {
      throw new IllegalArgumentException("no MCP client to emit with");
    }
    if (!isEventType(eventType)) {
      throw new IllegalArgumentException("not a kora event type: " + OneLine.of(eventType, 80));
    }
    CallOutcome outcome = client.callTool(TOOL, arguments(workspaceId, eventType, payload));
    if (outcome instanceof CallOutcome.Answered answered) {
      return SeaAnswers.EVENT.check(answered.content()).orThrow();
    }
    throw new McpInvocationException(TOOL, outcome);
  }
}
