package dev.kora.memory.isokron.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One message from a server. */
public sealed interface Incoming {
  /** The result of a request of ours; {@code id} as text, whether it came as number or string. */
  record Result(String id, JsonNode result) implements Incoming {}

  /**
   * The failure of a request of ours.
   *
   * @param id the request, or null when the server could not tell which
   * @param message the server's words, not yet neutralised
   */
  record Failure(@Nullable String id, int code, String message, @Nullable JsonNode data)
      implements Incoming {}

  /** Something the server asks of us; {@code id} goes back as it came. */
  record Request(JsonNode id, String method) implements Incoming {}

  /** Something the server tells us. */
  record Notification(String method) implements Incoming {}

  /** Not a JSON-RPC message. */
  record Invalid(String reason) implements Incoming {}
}
