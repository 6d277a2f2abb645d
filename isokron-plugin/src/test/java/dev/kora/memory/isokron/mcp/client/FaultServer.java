package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An MCP server on loopback that can be told to misbehave, and remembers what it was sent. */
public final class FaultServer implements AutoCloseable {
  /** What a request was. */
  public record Seen(String verb, String method, String session, String version, String body) {}

  /** How tool calls and lists are answered. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange, String method, String id) throws IOException;
  }

  public final List<Seen> seen = new CopyOnWriteArrayList<>();
  public volatile Behaviour behaviour =
      (exchange, method, id) -> json(exchange, 200, result(id, "{}"));
  volatile String version = "2025-11-25";
  volatile String session = "session-1";
  volatile Runnable beforeInitialize = () -> {};
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public FaultServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mcp", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonNode message =
        StrictJson.parse(body) instanceof ParsedJson.Value v ? v.node() : StrictJson.object();
    String method = message.path("method").asText("");
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            method,
            String.valueOf(exchange.getRequestHeaders().getFirst("Mcp-Session-Id")),
            String.valueOf(exchange.getRequestHeaders().getFirst("MCP-Protocol-Version")),
            body));
    if (method.equals("initialize")) {
      beforeInitialize.run();
      exchange.getResponseHeaders().set("Mcp-Session-Id", session);
      String result =
          "{\"protocolVersion\":\""
              + version
              + "\",\"capabilities\":{},\"serverInfo\":{\"name\":\"fault\",\"version\":\"1\"}}";
      json(exchange, 200, result(message.path("id").asText(), result));
    } else if (!message.has("id") || !message.has("method")) {
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
    } else {
      behaviour.answer(exchange, method, message.path("id").asText());
    }
  }

  public static String result(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
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

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
