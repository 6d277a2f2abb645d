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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Streamable HTTP: each message is a POST, answered by JSON or an event stream. */
public final class HttpTransport implements Transport {
  private static final Logger LOG = LogManager.getLogger(HttpTransport.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POST_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_POSTS = 8;

  private final HttpEndpoint endpoint;
  private final @Nullable Secret token;
  private final ExecutorService threads;
  private final Duration postTimeout;
  private final HttpClient http;
  private final SecretMask secrets;
  private final Semaphore posts = new Semaphore(MAX_POSTS);
  private final Set<Runnable> cancellations = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes a transport; opens no connection yet. */
  public HttpTransport(HttpEndpoint endpoint, @Nullable Secret token) {
    this(endpoint, token, TransportThreads.start(), POST_TIMEOUT);
  }

  /** As above; ends the threads when it is closed. */
  HttpTransport(
      HttpEndpoint endpoint,
      @Nullable Secret token,
      ExecutorService threads,
      Duration postTimeout) {
    this.endpoint = endpoint;
    this.token = token;
    this.threads = threads;
    this.postTimeout = postTimeout;
    this.secrets =
        SecretMask.NONE
            .and(token == null ? null : token.reveal())
            .and(endpoint.uri().getRawQuery());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
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
    if (closed) {
      return new Exchange.NotSent("the client is closed", null);
    }
    if (Thread.currentThread().isInterrupted()) {
      return new Exchange.NotSent("the calling thread is interrupted", null);
    }
    if (deadline.leftNanos() == 0) {
      return new Exchange.NotSent("no time is left", null);
    }
    SecretMask mask = secrets.and(message.headers().get(McpHeaders.SESSION));
    CompletableFuture<HttpResponse<byte[]>> answer;
    try {
      answer = send(requestFor(message), reading(awaited, mask));
    } catch (RuntimeException e) {
      // The exception's message may hold the value of a header.
      return new Exchange.NotSent("no request can be made of it (" + nameOf(e) + ")", null);
    }
    try {
      return HttpAnswers.toExchange(answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS), mask);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Exchange.TimedOut("no answer within the time limit");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Exchange.Broken("the calling thread was interrupted", e);
    } catch (CancellationException e) {
      return new Exchange.Broken("the client was closed", e);
    } catch (ExecutionException e) {
      return HttpAnswers.failure(e.getCause() == null ? e : e.getCause(), mask);
    }
  }

  @Override
  public void post(Outbound message) {
    if (closed) {
      return;
    }
    if (!posts.tryAcquire()) {
      LOG.debug("[kora.isokron] {} messages are under way unanswered: one is dropped", MAX_POSTS);
      return;
    }
    try {
      var answer = send(requestFor(message), BodyHandlers.discarding());
      // The request's own timeout would cover its headers only.
      var unused =
          answer
              .copy()
              .orTimeout(postTimeout.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (response, failure) -> {
                    answer.cancel(true);
                    posts.release();
                  });
    } catch (RuntimeException e) {
      posts.release();
      LOG.debug("[kora.isokron] a message was not sent ({})", nameOf(e));
    }
  }

  @Override
  public void endSession(Map<String, String> headers, Deadline deadline) {
    try {
      var answer = send(request(headers).DELETE(), BodyHandlers.discarding());
      try {
        answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        answer.cancel(true); // rule 18: whatever it answers is fine
      } catch (InterruptedException e) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
      }
    } catch (RuntimeException e) {
      LOG.debug("[kora.isokron] the session was not ended ({})", nameOf(e));
    }
  }

  @Override
  public void close() {
    closed = true;
    cancellations.forEach(Runnable::run);
    TransportThreads.stop(http, threads);
  }

  private <T> CompletableFuture<HttpResponse<T>> send(
      HttpRequest.Builder request, BodyHandler<T> reading) {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request.build(), reading);
    Runnable cancellation = () -> answer.cancel(true);
    cancellations.add(cancellation);
    var unused = answer.whenComplete((response, failure) -> cancellations.remove(cancellation));
    if (closed) {
      cancellation.run(); // close() may not have seen it
    }
    return answer;
  }

  private HttpRequest.Builder requestFor(Outbound message) {
    return request(message.headers()).POST(BodyPublishers.ofByteArray(message.message()));
  }

  private static String nameOf(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  private HttpRequest.Builder request(Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.uri())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    }
    headers.forEach(request::header);
    return request;
  }

  private static BodyHandler<byte[]> reading(Awaited awaited, SecretMask secrets) {
    return info -> {
      SecretMask mask = secrets.and(info.headers().firstValue(McpHeaders.SESSION).orElse(null));
      String type = info.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
      AnswerBody.Kind kind;
      if (info.statusCode() / 100 != 2) {
        kind = AnswerBody.Kind.ERROR_TEXT;
      } else if (type.split(";", 2)[0].strip().equals("text/event-stream")) {
        kind = AnswerBody.Kind.EVENTS;
      } else {
        kind = AnswerBody.Kind.JSON;
      }
      return new AnswerBody(kind, awaited, mask);
    };
  }
}
