package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What an HTTP answer or failure means for the message that was sent. */
final class HttpAnswers {
  // A server that asks for years has made a mistake, and its writes would be lost.
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final String EVENT_STREAM = "text/event-stream";
  static final String NO_ANSWER = "no answer within the time limit";

  private static final int MAX_DETAIL = 200;

  private HttpAnswers() {}

  /** The media type, compared without case and without its parameters (rule 12). */
  static boolean isEventStream(String contentType) {
    int length = EVENT_STREAM.length();
    return contentType.regionMatches(true, 0, EVENT_STREAM, 0, length)
        && (contentType.length() == length || " ;\t".indexOf(contentType.charAt(length)) >= 0);
  }

  /** An answer of a status other than 2xx; {@code cut} is whether its text was to go on. */
  static Exchange rejected(ResponseInfo info, byte[] body, boolean cut, SecretMask mask) {
    int status = info.statusCode();
    String text = new String(body, StandardCharsets.UTF_8);
    return new Exchange.Rejected(
        status,
        // Where it points to would get neither the message nor the token: rule 20.
        status / 100 == 3 ? "redirects are not followed" : mask.hide(text, cut),
        info.headers().firstValue("retry-after").map(HttpAnswers::retryAfter).orElse(null),
        info.headers().firstValue("www-authenticate").map(mask::hide).orElse(null));
  }

  /** What became of a message to this address whose sending or answer failed. */
  static Exchange failure(Throwable failure, URI address, SecretMask mask) {
    Throwable shown = mask.withoutSecrets(failure);
    String notConnected = notConnected(failure, mask);
    if (notConnected != null) {
      return new Exchange.NotSent(
          "cannot connect to " + address.getRawAuthority() + ": " + notConnected, shown);
    }
    String what = "the connection broke";
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ProtocolException || t instanceof NumberFormatException) {
        what = "the answer is not valid HTTP";
      }
      if (t instanceof HttpTimeoutException) {
        return new Exchange.TimedOut(NO_ANSWER);
      }
      if (t instanceof TooLargeException) {
        return new Exchange.Broken(String.valueOf(t.getMessage()), shown);
      }
    }
    return new Exchange.Broken(
        failure.getMessage() == null ? what : what + " (" + detail(failure, mask) + ")", shown);
  }

  private static String detail(Throwable failure, SecretMask mask) {
    return OneLine.of(mask.hide(String.valueOf(failure.getMessage())), MAX_DETAIL);
  }

  private static @Nullable String notConnected(Throwable failure, SecretMask mask) {
    String why = null;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        why = "its name is unknown";
      } else if (t instanceof HttpConnectTimeoutException) {
        why = "it does not answer";
      } else if (t instanceof ConnectException && why == null) {
        why = "nothing listens there, or it refuses";
      } else if (t instanceof SSLHandshakeException) {
        why = "no TLS connection (" + detail(t, mask) + ")";
      } else if (t instanceof CertificateException) {
        return "this JVM does not trust its certificate (" + detail(t, mask) + ")";
      }
    }
    return why;
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
