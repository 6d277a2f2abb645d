package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionContext.AgentContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import dev.kora.memory.spi.TurnStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is not the primary one leaves nothing behind, whatever its host tells it. */
@ExtendWith(SharedSea.class)
@Timeout(180)
class SilentContextsTest {
  private static final List<AgentContext> SILENT =
      List.of(AgentContext.SUBAGENT, AgentContext.CRON, AgentContext.FLUSH);
  private static final List<String> WRITING =
      List.of("iso_node_create", "iso_node_supersede", "iso_link_create");

  @TempDir Path data;

  @Test
  void noHookAndNoToolOfASilentContextWritesAndTheSameOfAPrimaryOneDoes() throws Exception {
    for (String syncTurns : List.of("actions", "all")) {
      SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
      TestHost host = new TestHost(data);
      try (OpenWorkspace open =
          OpenWorkspace.open(workspace, host, Map.of("sync_turns", syncTurns))) {
        String old = open.node("Fossa", "Of the fossa.");
        open.delivered();
        host.deliveries().clear();
        String before = workspace.written();
        for (AgentContext context : SILENT) {
          try (MemorySession session =
              open.provider()
                  .openSession(
                      new SessionContext("s", "test", context, workspace.id(), null, null))) {
            everyHook(session);
            assertEquals(
                EveryTool.about(old).keySet().stream().filter(t -> !WRITING.contains(t)).toList(),
                session.toolSchemas().stream().map(ToolSchema::name).toList());
            EveryTool.about(old).forEach((tool, call) -> everyTool(session, tool, call));
            assertTrue(session.flush(OpenWorkspace.LONG).complete());
          }
          assertEquals(before, workspace.written(), context::toString);
        }
        assertEquals(List.of(), host.deliveries());

        everyHook(open.session());
        open.delivered();
        assertNotEquals(before, workspace.written());
        assertEquals(
            List.of("kora.handoff.to_claude_pm", "kora.session.ended"),
            host.delivered().stream().filter(subject -> subject.startsWith("kora.")).toList());
      }
    }
  }

  private static void everyTool(MemorySession session, String tool, String call) {
    String answer = session.handleToolCall(tool, call.replace('\'', '"'));
    if (WRITING.contains(tool)) {
      assertEquals("{\"ok\":false,\"error\":\"this agent context does not write\"}", answer);
    } else {
      assertTrue(answer.startsWith("{\"ok\":true,"), answer);
    }
  }

  private static void everyHook(MemorySession session) {
    session.onTurnStart(new TurnStart(1, "go"));
    assertTrue(session.systemPromptBlock().startsWith("§1 Identity"));
    session.queuePrefetch("fossa");
    assertTrue(session.prefetch("fossa").contains("Of the fossa."));
    List<Message> messages =
        List.of(
            Message.of(Message.Role.USER, "Run cap_read_files."),
            Message.of(Message.Role.ASSISTANT, "Running cap_read_files now."));
    session.syncTurn(new CompletedTurn(1, messages));
    session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "likes tea"));
    session.onDelegation(new Delegation("child", "task", "result"));
    assertEquals("", session.onPreCompress(messages));
    session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "s2", null));
    session.onSessionEnd(messages);
  }
}
