package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.HeaderValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client and a server of 2026-07-28; numbers are rules of the client's contract. */
@Timeout(120)
class StatelessClientTest {
  private static final String META = "io.modelcontextprotocol/";
  private static final String TENANT =
      "{\"type\":\"object\",\"properties\":{\"tenant\":"
          + "{\"type\":\"string\",\"x-mcp-header\":\"Tenant\"}}}";

  private final StatelessRules rules = new StatelessRules();
  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.AUTO, FaultClient.LONG);
    server = fault.server;
    server.stateless = rules;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  private CallOutcome call(String tool, ObjectNode arguments) {
    return fault.client.withMeta(StrictJson.object()).callTool(tool, arguments);
  }

  private CallOutcome call() {
    return call("t", StrictJson.object());
  }

  private static JsonNode parsed(String json) {
    return assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(json)).node();
  }

  @Test
  void rule14AutoFindsTheEraAndEveryRequestSaysItAll() {
    ObjectNode meta = StrictJson.object().put("mine", 1).put(META + "protocolVersion", "forged");
    ObjectNode before = meta.deepCopy();
    assertInstanceOf(
        CallOutcome.Answered.class, fault.client.withMeta(meta).callTool("t", StrictJson.object()));
    assertEquals(before, meta);
    fault.client.close();
    assertEquals(
        List.of("initialize", "server/discover", "tools/list", "tools/call"), server.methods());
    for (FaultServer.Seen request : server.seen.subList(1, 4)) {
      JsonNode sent = parsed(request.body()).path("params").path("_meta");
      assertEquals("2026-07-28", request.version());
      assertEquals("2026-07-28", sent.path(META + "protocolVersion").asText());
      assertEquals(StrictJson.object(), sent.path(META + "clientCapabilities"));
      assertEquals("test", sent.path(META + "clientInfo").path("version").asText());
      assertEquals(request.method(), request.headers().get("Mcp-Method"));
      assertEquals("null", request.session());
    }
    assertEquals("t", server.last("tools/call").headers().get("Mcp-Name"));
    assertNull(server.last("tools/list").headers().get("Mcp-Name"));
    assertEquals(
        1,
        parsed(server.last("tools/call").body()).path("params").path("_meta").path("mine").asInt());
    assertEquals(
        new ServerInfo("stateless", "2026-07-28", "modern", "3"),
        fault.client.server().orElseThrow());
    assertTrue(fault.client.announces("x"));
  }

  @Test
  void rule14TheEraIsKeptAndPingIsDiscovery() {
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    assertEquals(
        List.of("initialize", "server/discover", "server/discover", "server/discover"),
        server.methods());
  }

  @Test
  void rule9OnlyACompleteResultIsAnAnswer() {
    answerWith("{\"resultType\":\"complete\",\"structuredContent\":{\"a\":1}}");
    assertInstanceOf(CallOutcome.Answered.class, call());
    answerWith("{\"structuredContent\":{\"a\":1}}");
    assertInstanceOf(CallOutcome.Answered.class, call());
    answerWith("{\"resultType\":\"input_required\",\"inputRequests\":{}}");
    assertTrue(assertInstanceOf(CallOutcome.Refused.class, call()).reason().contains("a person"));
    for (String odd : List.of("\"task\"", "null", "1", "{}")) {
      answerWith("{\"resultType\":" + odd + ",\"structuredContent\":{\"a\":1}}");
      assertInstanceOf(CallOutcome.Ambiguous.class, call(), odd);
    }
  }

  private void answerWith(String result) {
    fault.answerWith(result);
  }

  @Test
  void rule14ArgumentsAndNamesAreMirroredAndNullIsNot() {
    rules.schema(TENANT);
    String odd = "  Größe\r\nX: 1 ";
    assertInstanceOf(CallOutcome.Answered.class, call("t", StrictJson.object().put("tenant", odd)));
    assertEquals(
        HeaderValue.encode(odd), server.last("tools/call").headers().get("Mcp-Param-Tenant"));
    ObjectNode nothing = StrictJson.object();
    nothing.putNull("tenant");
    assertInstanceOf(CallOutcome.Answered.class, call("t", nothing));
    assertFalse(server.last("tools/call").headers().containsKey("Mcp-Param-Tenant"));
    assertInstanceOf(CallOutcome.Answered.class, call("größe", StrictJson.object()));
    assertEquals("=?base64?Z3LDtsOfZQ==?=", server.last("tools/call").headers().get("Mcp-Name"));
    assertEquals(1, server.count("tools/list"));
  }

  @Test
  void rule14AToolWithWrongAnnotationsIsLeftOutWithOneWarning() {
    try (LogLines lines = new LogLines()) {
      for (int i = 0; i < 3; i++) {
        ToolListing.Listed listed =
            assertInstanceOf(ToolListing.Listed.class, fault.client.listTools());
        assertEquals(
            List.of("t"), listed.tools().stream().map(t -> t.path("name").asText()).toList());
      }
      assertEquals(1, lines.count(Level.WARN, "the tool wrong is left out: x-mcp-header at a"));
    }
    assertEquals(List.of(), fault.client.catalog().ensureKnown().stream().toList());
    assertTrue(fault.client.catalog().isKnownAbsent("wrong"));
  }

  @Test
  void rule14AHeaderMismatchReadsTheListAgainAndTriesOnceMore() {
    assertInstanceOf(CallOutcome.Answered.class, call());
    rules.schema(TENANT);
    server.seen.clear();
    ObjectNode arguments = StrictJson.object().put("tenant", "a");
    assertInstanceOf(CallOutcome.Answered.class, call("t", arguments));
    assertEquals(List.of("tools/call", "tools/list", "tools/call"), server.methods());
    rules.listedSchema = "{}";
    fault.client.catalog().forget();
    server.seen.clear();
    assertEquals(
        -32020, assertInstanceOf(CallOutcome.Refused.class, call("t", arguments)).rpcCode());
    assertEquals(List.of("tools/list", "tools/call", "tools/list", "tools/call"), server.methods());
  }

  @Test
  void rule11ACallWhoseToolListCannotBeReadWasNotSent() {
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    rules.discovery = "{}";
    server.stateless = null;
    server.behaviour = (e, m, id) -> FaultServer.json(e, 200, "nonsense");
    String reason = assertInstanceOf(CallOutcome.NotSent.class, call()).reason();
    assertTrue(reason.contains("tools are not known"), reason);
    assertEquals(0, server.count("tools/call"));
  }

  @Test
  void rule5And4AServerThatAsksIsNotAnsweredAndNothingIsAnnounced() {
    server.behaviour =
        (e, m, id) -> {
          String ask = "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}\n\n";
          FaultServer.send(
              e,
              200,
              "text/event-stream",
              ask + "data: " + FaultServer.result(id, "{\"resultType\":\"complete\"}") + "\n\n");
        };
    assertInstanceOf(CallOutcome.Answered.class, call());
    assertInstanceOf(CallOutcome.Answered.class, fault.client.ping());
    fault.client.close();
    assertEquals(
        Set.of("initialize", "server/discover", "tools/list", "tools/call"),
        Set.copyOf(server.methods()));
  }

  @Test
  void rule10ATimeLimitClosesTheStreamAndSendsNothing() throws Exception {
    fault.use(McpProtocol.STATELESS, Duration.ofSeconds(2));
    CountDownLatch closed = new CountDownLatch(1);
    server.behaviour =
        (e, m, id) -> {
          e.getResponseHeaders().set("Content-Type", "text/event-stream");
          e.sendResponseHeaders(200, 0);
          try {
            while (true) {
              e.getResponseBody().write(": alive\n\n".getBytes(StandardCharsets.UTF_8));
              e.getResponseBody().flush();
              Thread.sleep(20);
            }
          } catch (IOException gone) {
            closed.countDown();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        };
    assertInstanceOf(CallOutcome.Ambiguous.class, fault.callUntilSent());
    closed.await();
    while (!(fault.client.ping() instanceof CallOutcome.Answered)) {
      Thread.onSpinWait(); // two seconds may not be enough for this one
    }
    assertEquals(0, server.count("notifications/cancelled"));
    assertEquals(1, server.count("tools/call"));
  }
}
