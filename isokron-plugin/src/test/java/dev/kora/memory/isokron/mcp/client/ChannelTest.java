package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where one channel carries everything; numbers are rules of the client's contract. */
@Timeout(120)
class ChannelTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private final Channel channel = new Channel();
  private final List<String> changes = new ArrayList<>();
  private final Conversation conversation = new Conversation(channel, () -> changes.add("changed"));

  @AfterEach
  void stop() {
    channel.close();
  }

  private FutureTask<Conversation.Reply> ask(Era era) {
    FutureTask<Conversation.Reply> asking =
        new FutureTask<>(
            () -> conversation.request(new Request(era, "m", null, Map.of("h", "v")), LATER));
    new Thread(asking).start();
    return asking;
  }

  @Test
  void rule2AFailureWithoutAnIdBelongsToTheOnlyCallAndElseToNone() throws Exception {
    try (LogLines lines = new LogLines()) {
      FutureTask<Conversation.Reply> one = ask(Era.LEGACY);
      channel.awaitSent(1);
      channel.say(FaultServer.error("null", -32700, "what?"));
      assertInstanceOf(CallOutcome.Refused.class, Outcomes.of(one.get()));
      List<FutureTask<Conversation.Reply>> two = List.of(ask(Era.LEGACY), ask(Era.LEGACY));
      channel.awaitSent(3);
      channel.say(FaultServer.error("null", -32700, "what?"));
      assertEquals(1, lines.count(Level.DEBUG, "no request in particular: error -32700: what?"));
      channel.say(FaultServer.result("2", "{}"));
      channel.say(FaultServer.result("3", "{}"));
      for (FutureTask<Conversation.Reply> asking : two) {
        assertInstanceOf(CallOutcome.Answered.class, Outcomes.of(asking.get()));
      }
    }
  }

  @Test
  void rule2LateAndUnknownAnswersAreLoggedAndDropped() throws Exception {
    try (LogLines lines = new LogLines()) {
      FutureTask<Conversation.Reply> one = ask(Era.LEGACY);
      channel.awaitSent(1);
      channel.say(FaultServer.result("77", "{}"));
      channel.say(FaultServer.result("\"1\"", "{\"first\":true}"));
      channel.say(FaultServer.result("1", "{\"first\":false}"));
      assertTrue(
          assertInstanceOf(CallOutcome.Answered.class, Outcomes.of(one.get()))
              .content()
              .path("first")
              .booleanValue());
      assertEquals(2, lines.count(Level.DEBUG, "dropped an answer"));
      channel.say(FaultServer.error("null", -1, "nobody asked"));
      channel.say("not even JSON");
      assertEquals(2, lines.count(Level.DEBUG, "[kora.isokron] the server"));
      assertEquals(0, lines.count(Level.WARN, "[kora.isokron]")); // it could be flooded
    }
  }

  @Test
  void rule5TheServersRequestsAreAnsweredWithTheLastHeadersAndNotByAStatelessClient()
      throws Exception {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}";
    channel.say(ping); // nothing has been asked yet: no era, no session
    assertEquals(List.of(), channel.posted);
    FutureTask<Conversation.Reply> one = ask(Era.LEGACY);
    channel.awaitSent(1);
    channel.say(ping);
    channel.say("{\"jsonrpc\":\"2.0\",\"id\":2.0,\"method\":\"roots/list\"}");
    assertEquals(2, channel.posted.size());
    assertEquals(Map.of("h", "v"), channel.posted.get(0).headers());
    assertTrue(channel.postedText(1).contains("-32601"), channel.postedText(1));
    channel.say(FaultServer.result("1", "{}"));
    one.get();
    FutureTask<Conversation.Reply> two = ask(Era.STATELESS);
    channel.awaitSent(2);
    channel.say(ping);
    channel.say(FaultServer.result("2", "{}"));
    two.get();
    assertEquals(2, channel.posted.size());
  }

  @Test
  void rule6AChangedListIsToldAndOtherNotificationsAreIgnored() {
    channel.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
    channel.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    assertEquals(List.of("changed"), changes);
  }

  @Test
  void rule10BothErasCancelOnAChannelAndInitializeIsNeverCancelled() {
    channel.ending = new Exchange.TimedOut("too late");
    for (Era era : Era.values()) {
      conversation.request(new Request(era, "m", null, Map.of()), LATER);
    }
    assertEquals(2, channel.posted.size());
    assertTrue(channel.postedText(1).contains("notifications/cancelled"));
    assertTrue(channel.postedText(1).contains("\"requestId\":2"), channel.postedText(1));
    conversation.request(new Request(Era.LEGACY, "initialize", null, Map.of()), LATER);
    assertEquals(2, channel.posted.size());
  }

  @Test
  void rule16OnlyStreamsWithinASessionCanBeTakenUpAgain() {
    channel.ending = new Exchange.Completed(null);
    conversation.request(new Request(Era.LEGACY, "m", null, Map.of()), LATER);
    conversation.request(new Request(Era.LEGACY, "initialize", null, Map.of()), LATER);
    conversation.request(new Request(Era.STATELESS, "m", null, Map.of()), LATER);
    conversation.tell("n", Map.of(), LATER);
    assertEquals(
        List.of(true, false, false, false), channel.sent.stream().map(m -> m.resumable()).toList());
  }

  @Test
  void rule17OverAChannelALostProcessIsALostSession() {
    channel.sessions = List.of("1", "2");
    channel.behaviour =
        message -> {
          String id = message.path("id").toString();
          String method = message.path("method").asText();
          if (method.equals("initialize")) {
            String result =
                "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"serverInfo\":{}}";
            channel.say(FaultServer.result(id, result));
          } else if (message.has("id")) {
            channel.say(FaultServer.result(id, "{\"content\":[]}"));
          }
        };
    try (McpClient client =
        new McpClient(channel, McpProtocol.AUTO, Duration.ofMinutes(1), "test")) {
      assertInstanceOf(CallOutcome.Answered.class, call(client));
      channel.living = 1; // another process than the session's
      assertInstanceOf(CallOutcome.Answered.class, call(client));
      assertEquals("2024-11-05", client.server().orElseThrow().version());
    }
    assertEquals(
        List.of(
            "initialize",
            "notifications/initialized",
            "tools/call",
            "tools/call",
            "initialize",
            "notifications/initialized",
            "tools/call"),
        channel.methods());
    assertFalse(channel.posted.toString().contains("DELETE"));
  }

  @Test
  void rule14OverAChannelArgumentsAreNotMirrored() {
    channel.behaviour =
        message -> {
          String id = message.path("id").toString();
          String method = message.path("method").asText();
          channel.say(
              method.equals("initialize")
                  ? FaultServer.error(id, -32601, "no")
                  : FaultServer.result(id, new StatelessRules().answer(method)));
        };
    try (McpClient client =
        new McpClient(channel, McpProtocol.AUTO, Duration.ofMinutes(1), "test")) {
      assertInstanceOf(CallOutcome.Answered.class, call(client));
      assertEquals(List.of("initialize", "server/discover", "tools/call"), channel.methods());
      ToolListing.Listed listed = assertInstanceOf(ToolListing.Listed.class, client.listTools());
      assertEquals(2, listed.tools().size());
      assertEquals(java.util.Optional.empty(), client.catalog().ensureKnown());
      assertFalse(client.catalog().isKnownAbsent("wrong"));
    }
  }

  private static CallOutcome call(McpClient client) {
    return client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
  }
}
