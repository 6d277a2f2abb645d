package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a tool call ended. The client replays nothing; who called decides (rule 11). */
public sealed interface CallOutcome {
  /** One line for logs and messages, without secrets. */
  String reason();

  /** The call did not reach the server; it can be made again. */
  record NotSent(String reason, @Nullable Throwable cause) implements CallOutcome {}

  /** The call may or may not have been carried out. */
  record Ambiguous(String reason, @Nullable Throwable cause) implements CallOutcome {}

  /**
   * The server refused: the request itself, or the opening or listing that it needs before.
   *
   * @param httpStatus the status, or 0 when the refusal came inside a 2xx
   * @param rpcCode the JSON-RPC error code, or 0
   * @param retryAfter how long the server asks to wait, or null
   * @param beforeTheCall whether the call itself was not sent: says nothing of what it holds
   */
  record Refused(
      int httpStatus,
      int rpcCode,
      String reason,
      @Nullable Duration retryAfter,
      boolean beforeTheCall)
      implements CallOutcome {
    /** A refusal of the request itself. */
    public Refused(int httpStatus, int rpcCode, String reason, @Nullable Duration retryAfter) {
      this(httpStatus, rpcCode, reason, retryAfter, false);
    }
  }

  /**
   * The tool ran and reported a failure ({@code isError}).
   *
   * @param detail its structured content, or null
   */
  record Failed(String reason, @Nullable JsonNode detail) implements CallOutcome {}

  /**
   * The tool answered.
   *
   * @param content its structured content, else its text parsed as JSON, else the text itself
   */
  record Answered(JsonNode content) implements CallOutcome {
    @Override
    public String reason() {
      return "answered";
    }
  }
}
