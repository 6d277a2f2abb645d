package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tool calls where one channel carries everything; numbers are the contract's rules. */
@Timeout(60)
class ChannelCallTest {
  private final Channel channel = new Channel();
  private final McpClient client =
      new McpClient(channel, McpProtocol.LEGACY, FaultClient.LONG, "test");

  @AfterEach
  void stop() {
    client.close();
  }

  private CallOutcome call() {
    return client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
  }

  private void behave(Consumer<JsonNode> onCall) {
    channel.behaviour =
        message -> {
          String method = message.path("method").asText();
          if (method.equals("initialize")) {
            String result = "{\"protocolVersion\":\"2025-11-25\"}";
            channel.say(FaultServer.result(message.path("id").toString(), result));
          } else if (message.has("id")) {
            onCall.accept(message);
          }
        };
  }

  @Test
  void rule11AFailureThatMayBeOfAToolCallLeavesItAmbiguous() {
    behave(message -> channel.say(FaultServer.error("null", -32700, "what?")));
    String reason = assertInstanceOf(CallOutcome.Ambiguous.class, call()).reason();
    assertTrue(reason.contains("error -32700: what?"), reason);
  }

  @Test
  void rule2AnIdThatIsNoneOfOursIsNotNoId() {
    for (String id : List.of("true", "1.5", "1e30", "{}")) {
      for (String rest : List.of("\"error\":{\"code\":1}", "\"result\":{}")) {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + rest + "}";
        assertInstanceOf(
            Incoming.Invalid.class,
            MessageReader.read(text.getBytes(StandardCharsets.UTF_8)).get(0),
            text);
      }
    }
  }

  @Test
  void rule7AnErrorOfNullIsNoError() {
    String text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":null,\"result\":{}}";
    assertInstanceOf(
        Incoming.Result.class, MessageReader.read(text.getBytes(StandardCharsets.UTF_8)).get(0));
  }

  @Test
  void rule17AProcessThatEndsAgainBeforeTheRetryWasSentNothing() {
    channel.sessions = List.of("1", "2", "3");
    behave(message -> channel.say(FaultServer.result(message.path("id").toString(), "{}")));
    assertInstanceOf(CallOutcome.Answered.class, call());
    channel.living = 1;
    Consumer<JsonNode> usual = channel.behaviour;
    channel.behaviour =
        message -> {
          usual.accept(message);
          if (message.path("method").asText().equals("notifications/initialized")) {
            channel.endsAfterThis = 2;
          }
        };
    CallOutcome.NotSent outcome = assertInstanceOf(CallOutcome.NotSent.class, call());
    assertEquals("another process", outcome.reason());
  }

  @Test
  void rule6AChangeDuringAReadingIsNotLost() {
    AtomicBoolean first = new AtomicBoolean(true);
    behave(
        message -> {
          if (first.getAndSet(false)) {
            channel.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
          }
          channel.say(FaultServer.result(message.path("id").toString(), "{\"tools\":[]}"));
        });
    for (int i = 0; i < 3; i++) {
      assertTrue(client.catalog().ensureKnown().isEmpty());
    }
    assertEquals(2, channel.methods().stream().filter("tools/list"::equals).count());
  }

  @Test
  void rule10OneDeadlineCoversTheOpeningTheListingAndTheCall() throws Exception {
    try (FaultClient fault = new FaultClient(McpProtocol.AUTO, FaultClient.LONG)) {
      fault.server.stateless = new StatelessRules();
      DeadlineSpy spy = new DeadlineSpy(fault.server.address());
      try (McpClient spied = new McpClient(spy, McpProtocol.AUTO, FaultClient.LONG, "test")) {
        assertInstanceOf(
            CallOutcome.Answered.class,
            spied.withMeta(StrictJson.object()).callTool("t", StrictJson.object()));
      }
      assertEquals(4, spy.deadlines.size());
      assertEquals(1, java.util.Set.copyOf(spy.deadlines).size());
    }
  }
}
