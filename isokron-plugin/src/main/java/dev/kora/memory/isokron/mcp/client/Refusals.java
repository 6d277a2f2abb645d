package dev.kora.memory.isokron.mcp.client;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in one line how a server refused (rule 19). */
final class Refusals {
  private static final Pattern WHITESPACE = Pattern.compile("\\s+");

  private Refusals() {}

  /** A failure that came inside a 2xx, or over one channel. */
  static CallOutcome.Refused of(Incoming.Failure failure) {
    return new CallOutcome.Refused(0, failure.code(), words(failure), null);
  }

  /** A status other than 2xx, perhaps with the failure that its body holds. */
  static CallOutcome.Refused of(
      Exchange.Rejected rejected, Incoming.@Nullable Failure failure, Conversation.Sent sent) {
    return new CallOutcome.Refused(
        rejected.status(),
        failure == null ? 0 : failure.code(),
        describe(rejected, failure == null ? words(rejected.body()) : words(failure), sent),
        rejected.retryAfter());
  }

  private static String describe(Exchange.Rejected rejected, String words, Conversation.Sent sent) {
    if (!sent.overHttp()) {
      return words; // the transport's own, and no HTTP
    }
    StringBuilder reason = new StringBuilder("HTTP " + rejected.status());
    if (rejected.challenge() != null) {
      reason.append(" (").append(OneLine.of(rejected.challenge(), 120)).append(')');
    }
    if (rejected.status() == 413) {
      reason.append(": the request of ").append(sent.bytes());
      reason.append(" bytes is too large for the server");
    }
    reason.append(words.isEmpty() ? "" : ": " + words);
    Duration wait = rejected.retryAfter();
    return reason
        .append(wait == null ? "" : "; asks to wait " + wait.toSeconds() + " s")
        .toString();
  }

  private static String words(Incoming.Failure failure) {
    return "error " + failure.code() + ": " + firstLine(failure.message(), 200);
  }

  private static String words(String body) {
    return MessageReader.isWebPage(body.getBytes(StandardCharsets.UTF_8))
        ? "a web page, not MCP"
        : firstLine(body, 160);
  }

  /** What follows the first line is a stack trace more often than not. */
  private static String firstLine(String text, int maxLength) {
    String line = text.strip().lines().findFirst().orElse("");
    return OneLine.of(WHITESPACE.matcher(line).replaceAll(" "), maxLength);
  }
}
