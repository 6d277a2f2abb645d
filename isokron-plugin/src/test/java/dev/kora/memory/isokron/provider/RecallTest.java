package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.TurnStart;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Recalls that come late, and what happens between a fetch and the turn that it serves. */
@ExtendWith(SharedSea.class)
@Timeout(120)
class RecallTest {
  private static final String QUERY = "hurdy-gurdy";

  @TempDir Path data;
  private SeaWorkspace workspace;
  private WiredHost host;
  private MemorySession session;
  private ThreadPoolExecutor recalls;

  @BeforeEach
  void open() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
    open("10000");
  }

  private void open(String deadline) {
    host =
        WiredHost.open(
            Map.of(
                "isokron_dsn", workspace.readerDsn(),
                "mcp_endpoint", SharedSea.server().mcpEndpoint().toString(),
                "mcp_service_token", workspace.token(),
                "recall_deadline_ms", deadline),
            data);
    session = host.session(SessionContext.primary("s", "test", workspace.id()));
    recalls = (ThreadPoolExecutor) host.parts().reads().recalls();
    host.parts().others().join();
    awaitRecalls(1);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private void awaitRecalls(int count) {
    while (recalls.getCompletedTaskCount() < count) {
      Thread.onSpinWait();
    }
  }

  private void say(String text) {
    session.syncTurn(new CompletedTurn(1, List.of(Message.of(Message.Role.USER, text))));
    assertTrue(session.flush(Duration.ofSeconds(60)).complete());
  }

  private Connection locked() throws Exception {
    return workspace.locked("kronicle.agent_scratchpad_entries");
  }

  @Test
  void aFetchThatComesTooLateServesTheNextPrefetch() throws Exception {
    say("She plays the hurdy-gurdy.");
    host.close();
    open("50");
    try (Connection lock = locked()) {
      assertEquals("", session.prefetch(QUERY));
      lock.rollback();
    }
    awaitRecalls(2);
    // No new fetch can come to an end now.
    try (Connection lock = locked()) {
      assertTrue(session.prefetch(QUERY).contains("She plays"));
      session.queuePrefetch("something else");
      assertEquals("", session.prefetch("a third thing"));
      lock.rollback();
    }
  }

  @Test
  void theSameQueryIsNotStartedTwice() {
    say("She plays the hurdy-gurdy.");
    session.queuePrefetch(QUERY);
    session.queuePrefetch(QUERY);
    awaitRecalls(2);
    session.queuePrefetch(QUERY);
    assertTrue(session.prefetch(QUERY).contains("She plays"));
    assertEquals(2, recalls.getTaskCount());
  }

  @Test
  void aFetchThatEndsInAnErrorIsMadeAgain() {
    AtomicInteger searches = new AtomicInteger();
    Recall recall =
        new Recall(
            host.parts(),
            workspace.id(),
            (id, text, limit) -> {
              if (searches.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as it were");
              }
              return List.of();
            });
    recall.queue(QUERY);
    awaitRecalls(2);
    recall.queue(QUERY);
    assertEquals("", recall.serve(QUERY));
    assertEquals(2, searches.get());
  }

  @Test
  void whatNobodyAsksForAnyMoreIsNotFetched() throws Exception {
    try (Connection lock = locked()) {
      for (int i = 0; i < 4; i++) {
        host.session(SessionContext.primary("s" + i, "test", workspace.id())).queuePrefetch("q");
      }
      while (!recalls.getQueue().isEmpty()) {
        Thread.onSpinWait();
      }
      session.queuePrefetch("first");
      assertEquals(List.of(false), cancelled());
      session.queuePrefetch("second");
      assertEquals(List.of(true, false), cancelled());
      session.close();
      assertEquals(List.of(true, true), cancelled());
      lock.rollback();
    }
  }

  private List<Boolean> cancelled() {
    return recalls.getQueue().stream().map(task -> ((Future<?>) task).isCancelled()).toList();
  }

  @Test
  void whatIsSupersededBetweenFetchAndServeIsLeftOut() {
    String created =
        session.handleToolCall(
            "iso_node_create",
            "{\"node_kind\":\"Decision\",\"title\":\"Buy a hurdy-gurdy\",\"content_summary\":\"x\"}");
    String id = created.replaceAll(".*\"entry_id\":\"([^\"]+)\".*", "$1");
    session.queuePrefetch(QUERY);
    awaitRecalls(2);
    String superseded =
        session.handleToolCall(
            "iso_node_supersede",
            "{\"superseded_entry_id\":\"%s\",\"new_content_summary\":\"Sell.\",\"supersession_reason\":\"r\"}"
                .formatted(id));
    assertTrue(superseded.startsWith("{\"ok\":true"), superseded);
    String recall = session.prefetch(QUERY);
    assertFalse(recall.contains(id), recall);
  }

  @Test
  void mirrorsOfTheHostsOwnFilesAreNotRecalled() {
    session.onMemoryWrite(
        new MemoryWrite(MemoryWrite.Action.REMOVE, "user", "plays the hurdy-gurdy"));
    say("About a hurdy-gurdy.");
    List<String> recall = session.prefetch(QUERY).lines().toList();
    assertEquals(1, recall.size(), recall::toString);
    assertTrue(recall.get(0).endsWith("user: About a hurdy-gurdy."), recall::toString);
  }

  @Test
  void whatIsKnownAnywayServesWhileTheSubstrateDoesNotAnswer() throws Exception {
    say("She plays the hurdy-gurdy.");
    say("Nothing of the kind.");
    host.close();
    open("50");
    session.onTurnStart(new TurnStart(1, "hello"));
    while (host.parts().reads().turn().knownOwn(workspace.id()).isEmpty()) {
      Thread.onSpinWait();
    }
    try (Connection lock = locked()) {
      String recall = session.prefetch("Who plays a hurdy-gurdy in this session?");
      assertEquals(1, recall.lines().count(), recall);
      assertTrue(recall.endsWith("user: She plays the hurdy-gurdy."), recall);
      lock.rollback();
    }
  }
}
