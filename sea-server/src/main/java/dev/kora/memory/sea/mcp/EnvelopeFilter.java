package dev.kora.memory.sea.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Answers a message whose envelope is wrong; the SDK would leave the client without an answer. What
 * is no JSON object at all goes on to the SDK, which refuses it well.
 */
final class EnvelopeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final int maxBytes;

  @SuppressWarnings("serial")
  private final ObjectMapper json;

  EnvelopeFilter(int maxBytes, ObjectMapper json) {
    this.maxBytes = maxBytes;
    this.json = json;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getMethod().equals("POST")) {
      chain.doFilter(request, response);
      return;
    }
    byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    JsonNode message = read(body);
    String badMessage = message == null ? null : badMessage(message);
    String badParams = message == null ? null : badParams(message);
    if (message != null && badMessage != null) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      answer(response, message, ErrorCodes.INVALID_REQUEST, badMessage);
    } else if (message != null && badParams != null) {
      answer(response, message, ErrorCodes.INVALID_PARAMS, badParams);
    } else {
      chain.doFilter(new ReadRequest(request, body), response);
    }
  }

  private @Nullable JsonNode read(byte[] body) {
    try {
      JsonNode message = json.readTree(body);
      return message != null && message.isObject() ? message : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String badMessage(JsonNode message) {
    if (!message.path("jsonrpc").asText().equals("2.0")) {
      return "jsonrpc: must be \"2.0\"";
    }
    boolean isResponse = message.has("result") || message.has("error");
    return isResponse || message.path("method").isTextual() ? null : "method: must be a string";
  }

  private static @Nullable String badParams(JsonNode message) {
    JsonNode params = message.path("params");
    boolean isCall = message.path("method").asText().equals("tools/call");
    if (isCall ? !params.isObject() : !absentOrObject(params)) {
      return "params: must be an object";
    }
    if (isCall && !params.path("name").isTextual()) {
      return "params.name: must be a string";
    }
    if (isCall && !absentOrObject(params.path("arguments"))) {
      return "params.arguments: must be an object";
    }
    return absentOrObject(params.path("_meta")) ? null : "params._meta: must be an object";
  }

  private static boolean absentOrObject(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.isObject();
  }

  private void answer(HttpServletResponse response, JsonNode message, int code, String problem)
      throws IOException {
    ObjectNode answer = json.createObjectNode().put("jsonrpc", "2.0");
    JsonNode id = message.path("id");
    answer.set("id", id.isTextual() || id.isNumber() ? id : json.nullNode());
    answer.putObject("error").put("code", code).put("message", problem);
    response.setContentType("application/json");
    response.getOutputStream().write(answer.toString().getBytes(StandardCharsets.UTF_8));
  }
}
