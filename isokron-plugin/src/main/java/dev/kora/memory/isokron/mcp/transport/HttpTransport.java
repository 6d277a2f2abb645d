package dev.kora.memory.isokron.mcp.transport;

import dev.kora.memory.isokron.config.McpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Streamable HTTP: each message is a POST, answered by JSON or an event stream. */
public final class HttpTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POST_TIMEOUT = Duration.ofSeconds(5);

  private final McpEndpoint endpoint;
  private final @Nullable Secret token;
  private final TokenMask mask;
  private final ExecutorService threads = TransportThreads.start();
  private final HttpClient http;
  private volatile boolean closed;

  /** Makes a transport; opens no connection yet. */
  public HttpTransport(McpEndpoint endpoint, @Nullable Secret token) {
    this.endpoint = endpoint;
    this.token = token;
    this.mask = new TokenMask(token);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
  }

  @Override
  public Exchange exchange(
      byte[] message, Map<String, String> headers, Receiver receiver, Deadline deadline) {
    if (closed) {
      return new Exchange.NotSent("the client is closed", null);
    }
    if (Thread.currentThread().isInterrupted()) {
      return new Exchange.NotSent("the calling thread is interrupted", null);
    }
    if (deadline.leftNanos() == 0) {
      return new Exchange.NotSent("no time is left", null);
    }
    HttpRequest request = request(headers).POST(BodyPublishers.ofByteArray(message)).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, reading(mask.before(receiver)));
    try {
      return mask.in(
          HttpAnswers.toExchange(answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS)));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Exchange.TimedOut("no answer within the time limit");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Exchange.Broken("the calling thread was interrupted", e);
    } catch (ExecutionException e) {
      return HttpAnswers.failure(e.getCause() == null ? e : e.getCause());
    }
  }

  @Override
  public void post(byte[] message, Map<String, String> headers) {
    if (!closed) {
      HttpRequest request =
          request(headers).timeout(POST_TIMEOUT).POST(BodyPublishers.ofByteArray(message)).build();
      var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }
  }

  @Override
  public void endSession(Map<String, String> headers, Deadline deadline) {
    HttpRequest request = request(headers).DELETE().build();
    var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      answer.cancel(true); // rule 18: whatever it answers is fine
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    TransportThreads.stop(http, threads);
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

  private static BodyHandler<byte[]> reading(Receiver receiver) {
    return info -> {
      String type = info.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
      AnswerBody.Kind kind;
      if (info.statusCode() / 100 != 2) {
        kind = AnswerBody.Kind.ERROR_TEXT;
      } else if (type.split(";", 2)[0].strip().equals("text/event-stream")) {
        kind = AnswerBody.Kind.EVENTS;
      } else {
        kind = AnswerBody.Kind.JSON;
      }
      return new AnswerBody(kind, receiver);
    };
  }
}
