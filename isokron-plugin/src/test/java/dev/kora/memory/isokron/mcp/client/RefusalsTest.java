package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a refusal says, and what is not sent twice; numbers are the contract's rules. */
@Timeout(60)
class RefusalsTest {
  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.AUTO, FaultClient.LONG);
    server = fault.server;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  @Test
  void rule19AnErrorKeepsWhatItsHeadersSay() {
    server.behaviour =
        (e, m, id) -> {
          e.getResponseHeaders().set("WWW-Authenticate", "Negotiate realm=\"x\"");
          e.getResponseHeaders().set("Retry-After", "7");
          FaultServer.json(e, 401, FaultServer.error(id, -32001, "no\\n\\tat Stack.trace"));
        };
    CallOutcome.Refused refused = fault.refused();
    assertEquals(Duration.ofSeconds(7), refused.retryAfter());
    assertEquals(-32001, refused.rpcCode());
    assertEquals(
        "HTTP 401 (Negotiate realm=\"x\"): error -32001: no; asks to wait 7 s", refused.reason());
  }

  @Test
  void rule19OnlyTheFirstLineOfATextIsShownAndTooLargeSaysTheSize() {
    server.behaviour =
        (e, m, id) -> FaultServer.send(e, 500, "text/plain", "\n a  b\tc\n\tat Stack.trace");
    assertEquals("HTTP 500: a b c", fault.refused().reason());
    server.behaviour = (e, m, id) -> FaultServer.json(e, 413, "");
    String reason = fault.refused().reason();
    int size = server.last("tools/call").body().getBytes(StandardCharsets.UTF_8).length;
    assertEquals("HTTP 413: the request of " + size + " bytes is too large for the server", reason);
  }

  @Test
  void rule19AWebPageIsCalledOne() {
    String page = "\n<!DOCTYPE html><html><body>Login</body></html>";
    server.behaviour = (e, m, id) -> FaultServer.send(e, 403, "text/html", page);
    assertEquals("HTTP 403: a web page, not MCP", fault.refused().reason());
    server.behaviour = (e, m, id) -> FaultServer.send(e, 200, "text/html", page);
    String reason = assertInstanceOf(CallOutcome.Ambiguous.class, fault.call()).reason();
    assertTrue(reason.contains("a web page, not MCP: check the address"), reason);
  }

  @Test
  void rule8AFailureWithoutStructuredContentIsReadFromItsText() {
    fault.answerWith(
        "{\"isError\":true,\"structuredContent\":null,\"content\":[{\"type\":\"text\","
            + "\"text\":\"{\\\"error\\\":\\\"rate_limited\\\"}\"}]}");
    JsonNode detail = assertInstanceOf(CallOutcome.Failed.class, fault.call()).detail();
    assertEquals(StrictJson.object().put("error", "rate_limited"), detail);
  }

  @Test
  void rule11AToolCallIsSentOnceWhateverComesBack() {
    List<FaultServer.Behaviour> ends =
        List.of(
            (e, m, id) -> {
              e.sendResponseHeaders(200, 100);
              e.getResponseBody().write(1);
              e.close();
            },
            (e, m, id) -> FaultServer.json(e, 200, ""),
            (e, m, id) -> FaultServer.json(e, 500, ""),
            (e, m, id) -> FaultServer.json(e, 502, FaultServer.error(id, -32022, "")),
            (e, m, id) -> FaultServer.json(e, 503, ""),
            (e, m, id) -> FaultServer.json(e, 504, ""),
            (e, m, id) -> FaultServer.json(e, 200, FaultServer.error(id, -32600, "")));
    List<Class<?>> kinds = new ArrayList<>();
    for (FaultServer.Behaviour end : ends) {
      server.seen.clear();
      server.behaviour = end;
      kinds.add(fault.call().getClass());
      assertEquals(1, server.count("tools/call"));
    }
    Class<?> ambiguous = CallOutcome.Ambiguous.class;
    Class<?> refused = CallOutcome.Refused.class;
    assertEquals(
        List.of(ambiguous, ambiguous, refused, ambiguous, refused, ambiguous, refused), kinds);
  }
}
