package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the result of a tool call means; numbers are rules of the client's contract. */
@Timeout(120)
class ToolResultTest {
  private FaultClient fault;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    fault = new FaultClient(McpProtocol.AUTO, Duration.ofSeconds(20));
    server = fault.server;
  }

  @AfterEach
  void stop() {
    fault.close();
  }

  @Test
  void rule7BothKindsOfFailureAreFailures() {
    server.behaviour =
        (e, m, id) ->
            FaultServer.json(
                e,
                200,
                "{\"jsonrpc\":\"2.0\",\"id\":\""
                    + id
                    + "\",\"error\":{\"code\":-32602,\"message\":\"Unknown\\ntool\"}}");
    CallOutcome.Refused refused = fault.refused();
    assertEquals(-32602, refused.rpcCode());
    assertFalse(refused.reason().contains("\n"));
    server.behaviour =
        (e, m, id) ->
            FaultServer.json(
                e,
                200,
                FaultServer.result(
                    id, "{\"isError\":true,\"structuredContent\":{\"error\":\"x\"}}"));
    assertInstanceOf(CallOutcome.Failed.class, fault.call());
  }

  @Test
  void rule8StructuredContentCountsWhenItsKeyIsThereElseTheTextAsJson() {
    String text = "\"content\":[{\"type\":\"image\"},{\"type\":\"text\",\"text\":\"[1]\"}]";
    for (List<String> expected :
        List.of(
            List.of("null", "\"structuredContent\":null," + text),
            List.of("{\"$ref\":\"http://x\"}", "\"structuredContent\":{\"$ref\":\"http://x\"}"),
            List.of("[1]", text),
            List.of("\"no JSON\"", text.replace("[1]", "no JSON")))) {
      server.behaviour =
          (e, m, id) ->
              FaultServer.json(e, 200, FaultServer.result(id, "{" + expected.get(1) + "}"));
      assertEquals(
          expected.get(0),
          StrictJson.write(assertInstanceOf(CallOutcome.Answered.class, fault.call()).content()));
    }
  }

  @Test
  void rule9OlderServersMayUseResultTypeAsTheyLike() {
    fault.answerWith("{\"resultType\":\"odd\"}");
    assertInstanceOf(CallOutcome.Answered.class, fault.call());
  }
}
