package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each hook sends to the server, to the letter. */
class HooksTest {
  private static final String EVENT = "kora__append_event";
  private static final String NOTE = "kora__write_agent_scratchpad";
  private static final String ID = "0190a000-0000-7000-8000-000000000001";
  private static final String TOOLS =
      "{\"tools\":[{\"name\":\"" + EVENT + "\"},{\"name\":\"" + NOTE + "\"}]}";
  private static final String ANSWER =
      "{\"structuredContent\":{\"event_id\":\"%s\",\"approved_event_id\":\"%s\",\"scratchpad_entry_id\":\"%s\"}}"
          .formatted(ID, ID, ID);

  @TempDir Path data;
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    server.behaviour =
        (exchange, method, id) ->
            FaultServer.json(
                exchange,
                200,
                FaultServer.result(id, method.equals("tools/list") ? TOOLS : ANSWER));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Plays with a session and returns the arguments of the calls of one tool. */
  private List<JsonNode> sent(String tool, String syncTurns, Consumer<MemorySession> play) {
    Map<String, String> values =
        Map.of(
            "isokron_dsn",
            "postgres://127.0.0.1:1/d",
            "mcp_endpoint",
            server.address(),
            "sync_turns",
            syncTurns);
    try (MemoryProvider provider =
            new IsokronPlugin().open(ProviderConfig.of(values, Map.of()), new TestHost(data));
        MemorySession session =
            provider.openSession(SessionContext.primary("s", "test", "workspace"))) {
      play.accept(session);
      assertTrue(provider.flush(Duration.ofSeconds(60)).complete());
    }
    return server.seen.stream()
        .filter(s -> s.method().equals("tools/call"))
        .map(s -> ((ParsedJson.Value) StrictJson.parse(s.body())).node().path("params"))
        .filter(p -> p.path("name").asText().equals(tool))
        .map(p -> p.path("arguments"))
        .toList();
  }

  private static List<String> contents(List<JsonNode> notes) {
    return notes.stream().map(n -> n.path("content_inline").asText()).toList();
  }

  private static CompletedTurn turn(int number, String user, String assistant) {
    return new CompletedTurn(
        number,
        List.of(
            Message.of(Message.Role.USER, user), Message.of(Message.Role.ASSISTANT, assistant)));
  }

  @Test
  void withActionsOnlyTurnsThatNameACapabilityAreKept() {
    List<JsonNode> notes =
        sent(
            NOTE,
            "actions",
            session -> {
              session.syncTurn(turn(1, "use cap_user", "I only talk."));
              session.syncTurn(turn(2, "go", "Running cap_read_files now."));
              session.syncTurn(turn(3, "go", "recap_notes and CAP_LOUD and cap_ are none"));
              session.syncTurn(turn(4, "go", "cap_x " + "y".repeat(1_993) + "😀" + "z".repeat(50)));
            });
    assertEquals(
        List.of(
            "Running cap_read_files now.",
            "cap_x " + "y".repeat(1_993) + "…[truncated by isokron]"),
        contents(notes));
    for (JsonNode note : notes) {
      assertEquals("workspace", note.path("workspace_id").asText());
      assertEquals("reasoning_trail", note.path("scratchpad_kind").asText());
      assertEquals("agent_private", note.path("visibility_scope").asText());
    }
  }

  @Test
  void withAllEveryUtteranceIsKeptWithWhoAndWhen() {
    Instant at = Instant.parse("2026-03-01T12:00:00Z");
    CompletedTurn turn =
        new CompletedTurn(
            7,
            List.of(
                new Message(Message.Role.USER, "hello", "D1:3", "Caroline\nforged: x", at),
                new Message(Message.Role.TOOL, "not spoken", null, null, at),
                new Message(Message.Role.ASSISTANT, "hi there", null, null, at)));
    assertEquals(
        List.of(
            """
            iso_turn v0.1
            turn_id: D1:3
            session_id: s
            at: 2026-03-01T12:00:00Z
            speaker: Caroline forged: x
            ---
            hello""",
            """
            iso_turn v0.1
            turn_id: s:7:3
            session_id: s
            at: 2026-03-01T12:00:00Z
            speaker: assistant
            ---
            hi there"""),
        contents(sent(NOTE, "all", session -> session.syncTurn(turn))));
  }

  @Test
  void memoryWritesAreMirroredWithActionAndTarget() {
    assertEquals(
        List.of(
            "[memory.add → user] likes folk music",
            "[memory.replace → memory] two\nlines",
            "[memory.remove → user] tea"),
        contents(
            sent(
                NOTE,
                "all",
                session -> {
                  session.onMemoryWrite(
                      new MemoryWrite(MemoryWrite.Action.ADD, "user", "likes folk music"));
                  session.onMemoryWrite(
                      new MemoryWrite(MemoryWrite.Action.REPLACE, "memory", "two\nlines"));
                  session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.REMOVE, "user", "tea"));
                })));
  }

  @Test
  void aDelegationIsNotedInFullAndItsEventHasPreviewsOf200Characters() {
    String task = "😀".repeat(199) + "ab";
    Consumer<MemorySession> play =
        session -> session.onDelegation(new Delegation("child-1", task, "r".repeat(201)));
    JsonNode event = sent(EVENT, "all", play).get(0);
    assertEquals("kora.handoff.to_claude_pm", event.path("event_type").asText());
    assertEquals(
        StrictJson.object()
            .put("child_session_id", "child-1")
            .put("task_preview", "😀".repeat(199) + "a")
            .put("result_preview", "r".repeat(200)),
        event.path("payload"));
    server.seen.clear();
    assertEquals(
        List.of("[delegation child=child-1 task=" + task + " result=" + "r".repeat(201) + "]"),
        contents(sent(NOTE, "all", play)));
  }

  @Test
  void theEndOfASessionIsAnEventWithTheNumberOfTurns() {
    JsonNode event =
        sent(
                EVENT,
                "actions",
                session -> {
                  session.syncTurn(turn(1, "a", "b"));
                  session.syncTurn(turn(2, "a", "b"));
                  session.onSessionEnd(List.of());
                })
            .get(0);
    assertEquals("kora.session.ended", event.path("event_type").asText());
    assertEquals(
        StrictJson.object().put("session_id", "s").put("turn_count", 2), event.path("payload"));
  }

  @Test
  void aClosedSessionsFlushAnswersAtOnceThoughAnothersWritesWait() {
    FaultServer.Behaviour healthy = server.behaviour;
    server.behaviour = (exchange, method, id) -> FaultServer.json(exchange, 503, "");
    sent(
        EVENT,
        "all",
        open -> {
          open.onSessionEnd(List.of());
          open.close();
          FlushResult left =
              assertTimeoutPreemptively(
                  Duration.ofSeconds(20), () -> open.flush(Duration.ofHours(1)));
          assertEquals(1, left.undelivered());
          server.behaviour = healthy;
        });
  }
}
