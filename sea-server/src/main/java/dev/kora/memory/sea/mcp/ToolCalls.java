package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.RateLimitedException;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WriteRefusedException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every tool call has in common: whose it is, its key, and how its errors are told. */
final class ToolCalls {
  static final String CALLER = "dev.kora.caller";
  private static final String UNAVAILABLE = "the database cannot be used right now";
  private static final String DEFECT = "the server failed; what happened is in its log";

  /** Messages of internal errors that may go to the client as they are. */
  static final Set<String> OWN_FAULTS = Set.of(UNAVAILABLE, DEFECT);

  private static final String EVENT_KEY = "dev.kora/event-key";
  private static final String EMITTED_US = "dev.kora/emitted-us";
  private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

  private final McpJsonMapper json;

  ToolCalls(McpJsonMapper json) {
    this.json = json;
  }

  SyncToolSpecification publish(SeaTool tool) {
    Tool published =
        Tool.builder(tool.name(), json, tool.inputSchema())
            .description(tool.description())
            .outputSchema(json, tool.outputSchema())
            .build();
    return new SyncToolSpecification(published, (context, request) -> call(tool, context, request));
  }

  private CallToolResult call(SeaTool tool, McpTransportContext context, CallToolRequest request) {
    try {
      if (!(context.get(CALLER) instanceof Caller caller)) {
        throw new ToolRefusal("the request carries no valid service token");
      }
      Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
      // A tool that needs it demands it in its schema.
      if (arguments.containsKey("workspace_id")
          && !Arguments.text(arguments, "workspace_id").equals(caller.workspaceId())) {
        throw new ToolRefusal("workspace_id: the token is for another workspace");
      }
      Map<String, Object> result = tool.call(caller, arguments, key(request.meta()));
      return structured(result, false);
    } catch (ToolRefusal e) {
      return refused(String.valueOf(e.getMessage()));
    } catch (WriteRefusedException e) {
      return refused(explain(e));
    } catch (RateLimitedException e) {
      return rateLimited(e);
    } catch (SQLException e) {
      // The client may try again: its fault it was not. What happened is in our log only.
      LOG.error("{} failed ({})", tool.name(), Connections.firstLine(e));
      throw failed(UNAVAILABLE);
    } catch (RuntimeException e) {
      LOG.error("{} failed", tool.name(), e);
      throw failed(DEFECT);
    }
  }

  private CallToolResult rateLimited(RateLimitedException e) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("error", "rate_limited");
    answer.put("retry_after_ms", e.retryAfterMillis());
    return structured(answer, true);
  }

  private CallToolResult structured(Map<String, Object> result, boolean isError) {
    try {
      return CallToolResult.builder()
          .structuredContent(result)
          .addTextContent(json.writeValueAsString(result))
          .isError(isError)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("a result of strings and numbers can be written", e);
    }
  }

  private static McpError failed(String message) {
    return McpError.builder(ErrorCodes.INTERNAL_ERROR).message(message).build();
  }

  private static CallToolResult refused(String message) {
    return CallToolResult.builder().addTextContent(message).isError(true).build();
  }

  private static String explain(WriteRefusedException e) {
    return switch (e.reason()) {
      case KEY_REUSED ->
          "_meta[\"" + EVENT_KEY + "\"]: this key was used for another write in this workspace";
      case TOKEN -> "workspace_id: the token is no longer valid for this workspace";
      case VALUE -> "the database does not accept a value: " + e.getMessage();
      case CAPABILITY -> "the token's actor may not do this: " + e.getMessage();
      case STATE -> String.valueOf(e.getMessage());
    };
  }

  private static WriteKey key(@Nullable Map<String, Object> meta) {
    Object key = meta == null ? null : meta.get(EVENT_KEY);
    Object emitted = meta == null ? null : meta.get(EMITTED_US);
    return new WriteKey(
        key == null ? UUID.randomUUID() : Arguments.uuid(key, "_meta[\"" + EVENT_KEY + "\"]"),
        micros(emitted));
  }

  private static @Nullable Long micros(@Nullable Object emitted) {
    if (emitted == null) {
      return null;
    }
    if (emitted instanceof Long || emitted instanceof Integer) {
      return ((Number) emitted).longValue();
    }
    throw new ToolRefusal(
        "_meta[\"" + EMITTED_US + "\"]: must be a whole number of microseconds since the epoch");
  }
}
