package dev.kora.memory.example.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** An MCP server that offers no tools yet; as much of the protocol as it takes to say so. */
final class YoungSea implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int NO_SUCH_METHOD = -32601;

  private final HttpServer server;

  private YoungSea(HttpServer server) {
    this.server = server;
  }

  static YoungSea start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mcp", YoungSea::answer);
    server.start();
    return new YoungSea(server);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JsonNode asked = JSON.readTree(exchange.getRequestBody());
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(405, -1);
    } else if (!asked.has("id")) {
      exchange.sendResponseHeaders(202, -1);
    } else {
      byte[] bytes = JSON.writeValueAsBytes(answer(asked));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static ObjectNode answer(JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", asked.path("id"));
    String method = asked.path("method").asText();
    if (method.equals("initialize")) {
      ObjectNode result = answer.putObject("result").put("protocolVersion", "2025-11-25");
      result.putObject("capabilities").putObject("tools");
      result.putObject("serverInfo").put("name", "young-sea").put("version", "0");
    } else if (method.equals("tools/list")) {
      answer.putObject("result").putArray("tools");
    } else {
      answer.putObject("error").put("code", NO_SUCH_METHOD).put("message", "no such method");
    }
    return answer;
  }
}
