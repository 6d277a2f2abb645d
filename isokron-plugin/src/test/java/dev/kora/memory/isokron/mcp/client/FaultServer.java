package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.http.HttpTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An MCP server on loopback that can be told to misbehave, and remembers what it was sent. */
public final class FaultServer implements AutoCloseable {
  /** What a request was; the names of its headers in any case. */
  public record Seen(
      String verb,
      String method,
      String session,
      String version,
      String body,
      Map<String, String> headers) {}

  /** How tool calls and lists are answered. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange, String method, String id) throws IOException;
  }

  public final List<Seen> seen = new CopyOnWriteArrayList<>();
  public volatile Behaviour behaviour =
      (exchange, method, id) -> json(exchange, 200, result(id, "{}"));

  /** How {@code initialize} is answered, or null for as it should be. */
  volatile @Nullable Behaviour onInitialize;

  /** How notifications are answered. */
  volatile Behaviour onNotification =
      (exchange, method, id) -> {
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
      };

  volatile String version = "2025-11-25";
  volatile String session = "session-1";
  volatile Runnable beforeInitialize = () -> {};

  /** What a server of 2026-07-28 knows; null for one with a handshake. */
  volatile @Nullable StatelessRules stateless;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public FaultServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mcp", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** A client of this server. */
  public McpClient client(Duration timeout) {
    HttpEndpoint endpoint = new HttpEndpoint(URI.create(address()));
    return new McpClient(new HttpTransport(endpoint, null), McpProtocol.AUTO, timeout, "test");
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonNode message =
        StrictJson.parse(body) instanceof ParsedJson.Value v ? v.node() : StrictJson.object();
    String method = message.path("method").asText("");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            method,
            String.valueOf(headers.get("Mcp-Session-Id")),
            String.valueOf(headers.get("MCP-Protocol-Version")),
            body,
            headers));
    String id = message.path("id").toString();
    StatelessRules rules = stateless;
    String refusal = rules == null ? null : rules.refusal(headers, message);
    if (refusal != null) {
      json(exchange, 400, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + refusal + "}");
    } else if (rules != null && rules.answers(method)) {
      json(exchange, 200, result(id, rules.answer(method)));
    } else if (method.equals("initialize") && rules == null) {
      beforeInitialize.run();
      initialize(exchange, id);
    } else if (!message.has("id") || !message.has("method")) {
      onNotification.answer(exchange, method, id);
    } else {
      behaviour.answer(exchange, method, message.path("id").asText());
    }
  }

  private void initialize(HttpExchange exchange, String id) throws IOException {
    Behaviour other = onInitialize;
    if (other != null) {
      other.answer(exchange, "initialize", id);
      return;
    }
    exchange.getResponseHeaders().set("Mcp-Session-Id", session);
    String result =
        "{\"protocolVersion\":\""
            + version
            + "\",\"capabilities\":{},\"serverInfo\":{\"name\":\"fault\",\"version\":\"1\"}}";
    json(exchange, 200, result(id, result));
  }

  public static String result(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  static String error(String id, int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}"
        .formatted(id, code, message);
  }

  public static void json(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "application/json", body);
  }

  static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  public List<String> methods() {
    return seen.stream().map(s -> s.verb().equals("POST") ? s.method() : s.verb()).toList();
  }

  /** The last request with this method. */
  Seen last(String method) {
    return seen.stream().filter(s -> s.method().equals(method)).reduce((a, b) -> b).orElseThrow();
  }

  /** Waits until there was such a request: who sent it may not have waited for its answer. */
  void awaitSeen(String method) throws InterruptedException {
    while (count(method) == 0) {
      Thread.sleep(5);
    }
  }

  long count(String method) {
    return methods().stream().filter(method::equals).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
