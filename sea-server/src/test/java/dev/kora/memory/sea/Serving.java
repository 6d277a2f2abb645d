package dev.kora.memory.sea;

import dev.kora.memory.sea.TestSea.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Both ways to serve over HTTP, on one database. */
public enum Serving {
  SESSIONS,
  STATELESS;

  public static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public SeaServer server() {
    return this == SESSIONS ? TestSea.shared().server() : Stateless.SERVER;
  }

  public URI uri() {
    return server().mcpEndpoint();
  }

  /** A client that introduced itself, where that matters. */
  public Client client(String token) throws Exception {
    return client(uri(), token);
  }

  public static Client client(URI uri, String token) throws Exception {
    HttpResponse<String> greeting =
        post(uri, bytes(INITIALIZE), "Authorization", "Bearer " + token);
    List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + token));
    greeting.headers().map().getOrDefault("mcp-session-id", List.of()).stream()
        .forEach(id -> headers.addAll(List.of("Mcp-Session-Id", id)));
    return new Client(uri, List.copyOf(headers));
  }

  /** Sends with its token and session. */
  public record Client(URI uri, List<String> headers) {
    public HttpResponse<String> post(String body) throws IOException, InterruptedException {
      return post(bytes(body));
    }

    public HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
      return Serving.post(uri, body, headers.toArray(new String[0]));
    }

    public HttpResponse<String> append(Workspace workspace, String payload)
        throws IOException, InterruptedException {
      return post(appendCall(workspace, payload));
    }
  }

  public static String appendCall(Workspace workspace, String payload) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":"
        + "\"kora__append_event\",\"arguments\":{\"workspace_id\":\""
        + workspace.id()
        + "\",\"event_type\":\"kora.test.ran\",\"payload\":"
        + payload
        + "}}}";
  }

  public static HttpResponse<String> post(URI uri, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            // So long no answer takes: a server that hangs fails the test.
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return HTTP.send(builder.build(), BodyHandlers.ofString());
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Started by the first test that needs it. */
  private static final class Stateless {
    static final SeaServer SERVER = start();

    private static SeaServer start() {
      TestSea sea = TestSea.shared();
      SeaServer server =
          SeaServer.start(SeaOptions.builder().dsn(sea.admin().uri()).stateless(true).build());
      sea.beforeEnd(server);
      return server;
    }
  }
}
