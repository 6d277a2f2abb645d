package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionSwitch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What each hook leaves in the database, read back from its rows. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class HooksInTheSubstrateTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path data;
  private SeaWorkspace workspace;

  @BeforeEach
  void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
  }

  private void play(Map<String, String> settings, Consumer<MemorySession> play) {
    try (OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), settings)) {
      play.accept(open.session());
      open.delivered();
    }
    assertTrue(SharedSea.server().verify(workspace.id()).intact());
  }

  /** The texts in the order in which they were written; all private trails of the kora actor. */
  private List<String> entries() throws Exception {
    assertEquals(
        List.of("kora reasoning_trail agent_private active"),
        workspace.texts(
            """
            SELECT DISTINCT concat_ws(' ', a.actor_kind, e.scratchpad_kind, e.visibility_scope,
                e.status)
              FROM kronicle.agent_scratchpad_entries e
              JOIN public.actor_registry a ON a.actor_id = e.actor_id
             WHERE e.workspace_id = %s
            """));
    return workspace.texts(
        "SELECT content_inline FROM kronicle.agent_scratchpad_entries WHERE workspace_id = %s"
            + " ORDER BY actor_seq");
  }

  private List<String> events() throws Exception {
    return workspace.texts(
        """
        SELECT concat_ws(' ', v.actor_kind, v.event_type, v.payload::text)
          FROM hivex_foundation.event_log v
          JOIN hivex_foundation.tenant t ON t.tenant_id = v.tenant_id
         WHERE t.clerk_org_id = %s AND starts_with(v.event_type, 'kora.')
         ORDER BY v.seq
        """);
  }

  private static CompletedTurn turn(int number, String user, String assistant) {
    return new CompletedTurn(
        number,
        List.of(
            new Message(Message.Role.USER, user, null, null, AT),
            new Message(Message.Role.ASSISTANT, assistant, null, null, AT)));
  }

  private static String utterance(String id, String speaker, String text) {
    return "iso_turn v0.1\nturn_id: %s\nsession_id: s\nat: %s\nspeaker: %s\n---\n%s"
        .formatted(id, AT, speaker, text);
  }

  @Test
  void withActionsTheTurnsThatNameACapabilityCutAt2000Characters() throws Exception {
    String fits = "cap_x " + "y".repeat(1_994);
    play(
        Map.of("sync_turns", "actions"),
        session -> {
          session.syncTurn(turn(1, "use cap_user", "I only talk of recap_notes."));
          session.syncTurn(turn(2, "go", "Running cap_read_files now."));
          session.syncTurn(turn(3, "go", fits));
          session.syncTurn(turn(4, "go", fits + "z"));
        });
    assertEquals(
        List.of("Running cap_read_files now.", fits, fits + "…[truncated by isokron]"), entries());
    assertEquals(List.of(), events());
  }

  @Test
  void withAllEveryUtteranceInAsManyEntriesAsItNeeds() throws Exception {
    play(
        Map.of("sync_turns", "all"),
        session -> session.syncTurn(turn(3, "Hello.\n---\nAgain.", "w".repeat(16_001))));
    assertEquals(
        List.of(
            utterance("s:3:1", "user", "Hello.\n---\nAgain."),
            utterance("s:3:2", "assistant", "w".repeat(16_000)),
            utterance("s:3:2", "assistant", "w")),
        entries());
  }

  @Test
  void aMemoryWriteAsItsMirrorAndADelegationAsAnEntryAndAnEvent() throws Exception {
    play(
        Map.of(),
        session -> {
          session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "likes\ntea"));
          session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.REPLACE, "memory", "x"));
          session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.REMOVE, "user", "tea"));
          session.onDelegation(new Delegation("child-1", "t".repeat(201), "done"));
        });
    assertEquals(
        List.of(
            "[memory.add → user] likes\ntea",
            "[memory.replace → memory] x",
            "[memory.remove → user] tea",
            "[delegation child=child-1 task=" + "t".repeat(201) + " result=done]"),
        entries());
    assertEquals(
        List.of(
            "kora kora.handoff.to_claude_pm {\"task_preview\": \""
                + "t".repeat(200)
                + "\", \"result_preview\": \"done\", \"child_session_id\": \"child-1\"}"),
        events());
  }

  @Test
  void theEndOfASessionCountsItsTurnsAndAResetBeginsAnew() throws Exception {
    play(
        Map.of("sync_turns", "actions"),
        session -> {
          session.syncTurn(turn(1, "a", "b"));
          session.syncTurn(turn(2, "a", "b"));
          session.onSessionEnd(List.of());
          session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.COMPRESSION, "s2", "s"));
          session.onSessionEnd(List.of());
          session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "s3", null));
          session.syncTurn(turn(1, "a", "b"));
          session.onSessionEnd(List.of());
        });
    String ended = "kora kora.session.ended {\"session_id\": \"%s\", \"turn_count\": %d}";
    assertEquals(
        List.of(ended.formatted("s", 2), ended.formatted("s2", 2), ended.formatted("s3", 1)),
        events());
  }

  @Test
  void onlyAResetEmptiesTheCaches() throws Exception {
    String shown = "policy.kora_rate_limit_per_minute = ";
    try (OpenWorkspace open =
        OpenWorkspace.open(workspace, new TestHost(data), Map.of("cache_ttl_seconds", "3600"))) {
      MemorySession session = open.session();
      assertTrue(session.systemPromptBlock().contains(shown + "60\n"));
      workspace.sql(
          "UPDATE public.kora_policy_registry SET policy_value = '61' WHERE workspace_id = %s"
              + " AND policy_path = 'policy.kora_rate_limit_per_minute'");
      session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.COMPRESSION, "s2", "s"));
      assertTrue(session.systemPromptBlock().contains(shown + "60\n"));
      session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "s3", null));
      assertTrue(session.systemPromptBlock().contains(shown + "61\n"));
    }
  }
}
