package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What an HTTP answer or failure means for the message that was sent. */
final class HttpAnswers {
  // A server that asks for years has made a mistake, and its writes would be lost.
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private HttpAnswers() {}

  static Exchange toExchange(HttpResponse<byte[]> response, SecretMask secrets) {
    String session = response.headers().firstValue(McpHeaders.SESSION).orElse(null);
    if (response.statusCode() / 100 == 2) {
      return new Exchange.Completed(session);
    }
    SecretMask mask = secrets.and(session);
    return new Exchange.Rejected(
        response.statusCode(),
        mask.hide(new String(response.body(), StandardCharsets.UTF_8)),
        response.headers().firstValue("retry-after").map(HttpAnswers::retryAfter).orElse(null),
        response.headers().firstValue("www-authenticate").map(mask::hide).orElse(null));
  }

  static Exchange failure(Throwable failure, SecretMask mask) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof HttpConnectTimeoutException
          || t instanceof UnresolvedAddressException) {
        return new Exchange.NotSent("cannot connect", failure);
      }
      if (t instanceof TooLargeException) {
        return new Exchange.Broken(String.valueOf(t.getMessage()), failure);
      }
    }
    String detail = failure.getMessage();
    return new Exchange.Broken(
        "the connection broke" + (detail == null ? "" : " (" + mask.hide(detail) + ")"),
        mask.withoutSecrets(failure));
  }

  /** Reads seconds or a date, an hour at most; anything else is as if it were not there. */
  static @Nullable Duration retryAfter(String value) {
    String text = value.strip();
    if (text.matches("[0-9]+")) {
      return text.length() > 9 ? LONGEST_WAIT : atMost(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), at);
      return left.isNegative() ? Duration.ZERO : atMost(left);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
