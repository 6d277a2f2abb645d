package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

  HttpRequest post(Outbound message) {
    return request(message.headers())
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, " + EVENTS)
        .POST(BodyPublishers.ofByteArray(message.message()))
        .build();
  }

  /** Asks for what follows an event of a stream (rule 16). */
  HttpRequest resume(Map<String, String> headers, String lastEventId) {
    return request(headers)
        .header("Accept", EVENTS)
        .header("Last-Event-ID", lastEventId)
        .GET()
        .build();
  }

  HttpRequest endSession(Map<String, String> headers) {
    return request(headers).DELETE().build();
  }

  private HttpRequest.Builder request(Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri());
    if (token != null) {
      request.header("Authorization", "Bearer " + token.reveal());
    }
    headers.forEach(request::header);
    return request;
  }
}
