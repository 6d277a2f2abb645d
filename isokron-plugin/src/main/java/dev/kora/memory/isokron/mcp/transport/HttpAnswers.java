package dev.kora.memory.isokron.mcp.transport;

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
  private HttpAnswers() {}

  static Exchange toExchange(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 == 2) {
      return new Exchange.Completed(response.headers().firstValue("mcp-session-id").orElse(null));
    }
    return new Exchange.Rejected(
        response.statusCode(),
        new String(response.body(), StandardCharsets.UTF_8),
        response.headers().firstValue("retry-after").map(HttpAnswers::retryAfter).orElse(null),
        response.headers().firstValue("www-authenticate").orElse(null));
  }

  static Exchange failure(Throwable failure) {
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
        "the connection broke" + (detail == null ? "" : " (" + detail + ")"), failure);
  }

  /** Reads seconds or a date; anything else is as if it were not there. */
  static @Nullable Duration retryAfter(String value) {
    String text = value.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), at);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
