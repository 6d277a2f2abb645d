package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Streamable HTTP: each message is a POST, answered by JSON or an event stream. All transports of
 * the process share one HTTP client; closing one ends its own exchanges only.
 */
public final class HttpTransport implements Transport {
  private static final Logger LOG = LogManager.getLogger(HttpTransport.class);
  private static final Duration POST_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_POSTS = 8;

  private final Duration postTimeout;
  private final SecretMask secrets;
  private final Requests requests;
  private final Sender sender;
  private final EventStreams streams;
  private final Semaphore posts = new Semaphore(MAX_POSTS);
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Makes a transport; opens no connection yet. */
  public HttpTransport(HttpEndpoint endpoint, @Nullable Secret token) {
    this(endpoint, token, POST_TIMEOUT);
  }

  /** As above; {@code postTimeout} is how long an answer that nobody awaits may take. */
  HttpTransport(HttpEndpoint endpoint, @Nullable Secret token, Duration postTimeout) {
    this.postTimeout = postTimeout;
    this.secrets = secrets(endpoint, token);
    this.requests = new Requests(endpoint, token);
    this.sender = new Sender(endpoint.uri().getScheme());
    this.streams = new EventStreams(sender, requests);
  }

  private static SecretMask secrets(HttpEndpoint endpoint, @Nullable Secret token) {
    String query = endpoint.uri().getRawQuery();
    SecretMask mask = SecretMask.NONE.and(token == null ? null : token.reveal()).and(query);
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        // A server that repeats it has read it before.
        mask = mask.and(value).and(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return mask;
  }

  @Override
  public void listen(Consumer<byte[]> receiver) {
    // Every message comes in answer to a request of its own.
  }

  @Override
  public boolean hasStreamPerExchange() {
    return true;
  }

  @Override
  public Exchange exchange(Outbound message, Awaited awaited, Deadline deadline) {
    if (Thread.currentThread().isInterrupted()) {
      return new Exchange.NotSent("the calling thread is interrupted", null);
    }
    if (deadline.leftNanos() == 0) {
      return new Exchange.NotSent("no time is left", null);
    }
    SecretMask mask = secrets.and(message.headers().get(McpHeaders.SESSION));
    HttpRequest request;
    try {
      request = requests.post(message, deadline);
    } catch (IllegalArgumentException e) {
      // The exception's message may hold the value of a header.
      return new Exchange.NotSent("no request can be made of it (" + nameOf(e) + ")", null);
    }
    AnswerReader answer = sender.send(request, awaited, mask, deadline);
    return message.resumable()
        ? streams.carryOn(answer, message.headers(), awaited, mask, deadline)
        : answer.how();
  }

  @Override
  public void post(Outbound message) {
    if (!posts.tryAcquire()) {
      LOG.debug("[kora.isokron] {} messages are under way unanswered: one is dropped", MAX_POSTS);
      return;
    }
    SharedHttpClient.THREADS.execute(
        () -> {
          try {
            Deadline deadline = Deadline.in(postTimeout);
            HttpRequest request = requests.post(message, deadline);
            sender.send(request, Awaited.nothing(), secrets, deadline);
          } catch (IllegalArgumentException e) {
            LOG.debug("[kora.isokron] a message was not sent ({})", nameOf(e));
          } finally {
            posts.release();
          }
        });
  }

  @Override
  public void endSession(Map<String, String> headers, Deadline deadline) {
    try {
      // Rule 18: whatever it answers is fine.
      HttpRequest request = requests.endSession(headers, deadline);
      AnswerReader answer = sender.send(request, Awaited.nothing(), secrets, deadline);
      LOG.trace("[kora.isokron] the session's end: {}", answer.how().getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      LOG.debug("[kora.isokron] the session was not ended ({})", nameOf(e));
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      sender.close();
    }
  }

  private static String nameOf(RuntimeException e) {
    return e.getClass().getSimpleName();
  }
}
