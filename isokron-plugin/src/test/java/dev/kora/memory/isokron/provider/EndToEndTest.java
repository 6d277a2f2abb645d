package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The provider on a real Sea server and a real Postgres. */
@ExtendWith(SharedSea.class)
class EndToEndTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static SeaServer sea;
  @TempDir Path data;

  @BeforeAll
  static void start() {
    sea = SharedSea.server();
  }

  static MemoryProvider open(SeaServer server, HostContext host, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putIfAbsent("isokron_dsn", server.credentials().readerDsn());
    values.putIfAbsent("mcp_endpoint", server.mcpEndpoint().toString());
    values.putIfAbsent("mcp_service_token", server.credentials().token());
    values.putIfAbsent("recall_deadline_ms", "10000");
    return new IsokronPlugin().open(ProviderConfig.of(values, Map.of()), host);
  }

  private static SessionContext session(String id) {
    return SessionContext.primary(id, "test", sea.workspaceId());
  }

  @Test
  void everyHookLeavesItsTraceAndTheChainStaysIntact() throws Exception {
    TestHost host = new TestHost(data);
    try (MemoryProvider provider = open(sea, host, Map.of());
        MemorySession session = provider.openSession(session("s1"))) {
      session.syncTurn(
          new CompletedTurn(
              1,
              List.of(
                  Message.of(Message.Role.USER, "My grandmother plays the hurdy-gurdy."),
                  Message.of(Message.Role.ASSISTANT, "What a fine instrument!"))));
      session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "likes folk music"));
      session.onDelegation(new Delegation("child-1", "😀".repeat(300), "done"));
      session.onSessionEnd(List.of());
      assertTrue(session.flush(LONG).complete());

      assertEquals(
          List.of("kora.handoff.to_claude_pm", "kora.session.ended"),
          host.delivered().stream().filter(s -> s.startsWith("kora.")).toList());
      assertEquals(6, host.delivered().size());
      String prompt = session.systemPromptBlock();
      assertTrue(
          prompt.contains(" kora.session.ended {\"session_id\": \"s1\", \"turn_count\": 1}\n"),
          prompt);
      assertTrue(prompt.contains("iso_node_supersede"), prompt);

      session.queuePrefetch("Which instrument does grandmother play?");
      String recall = session.prefetch("Which instrument does grandmother play?");
      assertTrue(recall.contains("user: My grandmother plays the hurdy-gurdy."), recall);
      assertTrue(recall.contains("[s1:1:1] 20"), recall);
      assertEquals("", session.prefetch("zzzyx"));
      TestHost.awaitUp(provider);
    }
    assertTrue(sea.verify(sea.workspaceId()).intact());
  }

  @Test
  void eventsEmittedWhileTheServerIsDeadArriveInOrderOnceItIsBackAndAnotherProviderIsOpen()
      throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    TestHost host = new TestHost(data);
    // As root, Postgres runs as another user, who must be able to enter.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path seaData = data.resolve("sea");
    SeaServer first = SeaServer.start(SharedSea.options().dataDir(seaData).port(port).build());
    Map<String, String> values =
        Map.of(
            "isokron_dsn", first.credentials().readerDsn(),
            "mcp_endpoint", first.mcpEndpoint().toString(),
            "mcp_service_token", first.credentials().token());
    first.close();
    try (MemoryProvider before = open(first, host, values);
        MemorySession session = before.openSession(session("s2"))) {
      for (int i = 0; i < 2; i++) {
        session.onDelegation(new Delegation("child-" + i, "t", "r"));
      }
    }
    try (MemoryProvider provider = open(first, host, values);
        MemorySession session = provider.openSession(session("s3"))) {
      for (int i = 2; i < 5; i++) {
        session.onDelegation(new Delegation("child-" + i, "t", "r"));
      }
      assertEquals(10, session.flush(Duration.ofMillis(300)).undelivered());
      try (SeaServer back =
          SeaServer.start(SharedSea.options().dataDir(seaData).port(port).build())) {
        assertTrue(session.flush(LONG).complete());
        List<String> children =
            back.events(back.workspaceId(), 100).stream()
                .filter(e -> e.eventType().equals("kora.handoff.to_claude_pm"))
                .sorted(Comparator.comparingLong(e -> e.seq()))
                .map(e -> e.toString().replaceAll("(?s).*(child-[0-9]).*", "$1"))
                .toList();
        assertEquals(List.of("child-0", "child-1", "child-2", "child-3", "child-4"), children);
        assertTrue(back.verify(back.workspaceId()).intact());
      }
    }
  }

  @Test
  void anotherAgentContextOrNoWorkspaceWritesNothing() {
    TestHost host = new TestHost(data);
    try (MemoryProvider provider = open(sea, host, Map.of())) {
      MemorySession cron =
          provider.openSession(
              new SessionContext(
                  "c", "test", SessionContext.AgentContext.CRON, sea.workspaceId(), null, null));
      cron.onSessionEnd(List.of());
      assertEquals(
          List.of(
              "iso_node_read", "iso_node_search", "iso_link_traverse", "iso_link_list_for_node"),
          cron.toolSchemas().stream().map(t -> t.name()).toList());
      MemorySession nowhere = provider.openSession(SessionContext.primary("n", "test", null));
      nowhere.onSessionEnd(List.of());
      assertEquals("", nowhere.systemPromptBlock());
      assertTrue(
          nowhere
              .handleToolCall(
                  "iso_node_read", "{\"entry_id\":\"00000000-0000-0000-0000-000000000000\"}")
              .contains("no workspace_id resolvable"));
      assertTrue(provider.flush(LONG).complete());
    }
    assertEquals(List.of(), host.deliveries());
  }

  @Test
  void aWrongPasswordIsReportedAndNotShown() {
    TestHost host = new TestHost(data);
    String dsn =
        sea.credentials().readerDsn().replaceFirst("(//[^:/]+):[^@]*@", "$1:CanaryPassword@");
    assertTrue(dsn.contains("CanaryPassword"));
    Map<String, String> values = Map.of("isokron_dsn", dsn, "read_timeout_seconds", "1");
    try (LogLines log = new LogLines();
        MemoryProvider provider = open(sea, host, values);
        MemorySession session = provider.openSession(session("s4"))) {
      MemoryFailClosedException prompt =
          assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
      session.prefetch("anything");
      String answer = "";
      // A second may pass before Postgres has refused the login.
      for (int i = 0; i < 20 && !answer.contains("password authentication failed"); i++) {
        answer =
            session.handleToolCall(
                "iso_node_read", "{\"entry_id\":\"00000000-0000-0000-0000-000000000000\"}");
      }
      assertTrue(answer.contains("password authentication failed"), answer);
      assertTrue(log.count(Level.WARN, "cannot read the substrate") > 0);
      List<Object> said = new ArrayList<>(List.of(prompt, answer, provider.health(), session));
      said.addAll(log.all());
      for (Object one : said) {
        assertFalse(one.toString().contains("Canary"), one::toString);
        assertFalse(one.toString().contains(sea.credentials().token()), one::toString);
      }
    }
  }
}
