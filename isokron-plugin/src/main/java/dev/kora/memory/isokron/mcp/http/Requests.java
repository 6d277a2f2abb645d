package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests of the protocol (rules 12 and 13). A header that cannot be sent is an {@link
 * IllegalArgumentException} that may show it.
 */
final class Requests {
  private static final String EVENTS = "text/event-stream";

  private final HttpEndpoint endpoint;
  private final @Nullable Secret token;

  Requests(HttpEndpoint endpoint, @Nullable Secret token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  HttpRequest post(Outbound message, Deadline deadline) {
    return request(message.headers(), deadline)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, " + EVENTS)
        .POST(BodyPublishers.ofByteArray(message.message()))
        .build();
  }

  /** Asks for what follows an event of a stream (rule 16). */
  HttpRequest resume(Map<String, String> headers, String lastEventId, Deadline deadline) {
    return request(headers, deadline)
        .header("Accept", EVENTS)
        .header("Last-Event-ID", lastEventId)
        .GET()
        .build();
  }

  HttpRequest endSession(Map<String, String> headers, Deadline deadline) {
    return request(headers, deadline).DELETE().build();
  }

  private HttpRequest.Builder request(Map<String, String> headers, Deadline deadline) {
    // The time limit is for the answer's headers only; who reads the body keeps the deadline.
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.uri())
            .timeout(Duration.ofNanos(Math.max(1, deadline.leftNanos())));
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    }
    headers.forEach(request::header);
    return request;
  }
}
