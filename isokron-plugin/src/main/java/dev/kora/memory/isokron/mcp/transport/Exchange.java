package dev.kora.memory.isokron.mcp.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the sending of one message ended. */
public sealed interface Exchange {
  /**
   * The server took the message; whatever it answered went to the receiver.
   *
   * @param sessionId the session that the server named, a secret, or null
   */
  record Completed(@Nullable String sessionId) implements Exchange {
    @Override
    public String toString() {
      return "Completed[sessionId=" + (sessionId == null ? "none" : "****") + "]";
    }
  }

  /**
   * The server answered with a status other than 2xx.
   *
   * @param status the HTTP status
   * @param body up to 64 KiB of the body
   * @param retryAfter how long the server asks to wait, or null
   * @param challenge its {@code WWW-Authenticate}, or null
   */
  record Rejected(
      int status, String body, @Nullable Duration retryAfter, @Nullable String challenge)
      implements Exchange {}

  /** Nothing reached the server. */
  record NotSent(String reason, @Nullable Throwable cause) implements Exchange {}

  /** The message may have reached the server, and no answer did. */
  record Broken(String reason, @Nullable Throwable cause) implements Exchange {}

  /** The deadline passed; the message may have reached the server. */
  record TimedOut(String reason) implements Exchange {}
}
