package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.TurnStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two agents of one workspace, at once: what one keeps to itself the other never sees, and what one
 * opens to others they find when they ask for it.
 */
@ExtendWith(SharedSea.class)
@Timeout(300)
class TwoAgentsIT {
  private static final int ROUNDS = 15;
  private static final String QUESTION = "What is the plan of the project?";

  @TempDir Path data;
  private final List<Agent> agents = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // before each test
  private SeaWorkspace workspace;

  /** An agent, the marks of what it keeps and of what it shares, and the ids of both. */
  private record Agent(
      String kind,
      String kept,
      String shared,
      OpenWorkspace open,
      Queue<String> own,
      Queue<String> forAll) {}

  @BeforeEach
  void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
    workspace.sql(
        "INSERT INTO sea.capability (actor_kind, name, granted)"
            + " SELECT 'hermes', c.name, c.granted FROM sea.capability c"
            + " WHERE c.actor_kind = 'kora' ON CONFLICT DO NOTHING");
    for (String kind : List.of("kora", "hermes")) {
      OpenWorkspace open =
          OpenWorkspace.open(
              workspace,
              new TestHost(Files.createDirectories(data.resolve(kind))),
              Map.of(
                  "mcp_service_token",
                  token(kind),
                  "actor_kind",
                  kind,
                  "recall_deadline_ms",
                  "5000",
                  "cache_ttl_seconds",
                  "1"));
      agents.add(
          new Agent(
              kind,
              kind + "keeps",
              kind + "shares",
              open,
              new ConcurrentLinkedQueue<>(),
              new ConcurrentLinkedQueue<>()));
    }
  }

  private String token(String kind) throws Exception {
    String token = Secrets.random();
    try (Connection connection = Connections.open(Dsn.parse(workspace.adminDsn()))) {
      assertTrue(
          new ServiceTokens(connection).create(workspace.id(), kind, token, null).isPresent());
    }
    return token;
  }

  private Agent other(Agent agent) {
    return agents.get(agents.get(0).equals(agent) ? 1 : 0);
  }

  /** A text that this agent was given, with nothing in it that the other keeps. */
  private String seen(Agent agent, String text) {
    assertFalse(text.contains(other(agent).kept()), text);
    return text;
  }

  private String call(Agent agent, MemorySession session, String tool, String arguments) {
    return seen(agent, session.handleToolCall(tool, arguments.replace('\'', '"')));
  }

  private String node(Agent agent, MemorySession session, String title, boolean shared) {
    String answer =
        call(
            agent,
            session,
            "iso_node_create",
            ("{'node_kind':'Decision','title':'Plan %s','content_summary':'The plan of the"
                    + " project: %s','cross_agent_dereferenceable':%s}")
                .formatted(title, shared ? agent.shared() : agent.kept(), shared));
    assertTrue(answer.contains("\"entry_id\""), answer);
    return answer.replaceAll(".*\"entry_id\":\"([^\"]+)\".*", "$1");
  }

  private void read(Agent agent, MemorySession session, String id, boolean may) {
    String answer = call(agent, session, "iso_node_read", "{'entry_id':'" + id + "'}");
    assertTrue(
        answer.startsWith(may ? "{\"ok\":true" : "{\"ok\":false,\"error\":\"no entry"), answer);
  }

  private void play(Agent agent, String id) {
    try (MemorySession session =
        agent.open().provider().openSession(SessionContext.primary(id, "test", workspace.id()))) {
      for (int i = 1; i <= ROUNDS; i++) {
        session.onTurnStart(new TurnStart(i, QUESTION));
        seen(agent, session.systemPromptBlock());
        seen(agent, session.prefetch(QUESTION));
        agent.own().add(node(agent, session, id + i, false));
        agent.forAll().add(node(agent, session, id + i, true));
        String theirs = other(agent).own().peek();
        if (theirs != null) {
          read(agent, session, theirs, false);
        }
        String open = other(agent).forAll().peek();
        if (open != null) {
          read(agent, session, open, true);
        }
        String alone = search(agent, session, "{'text_query':'plan project'}");
        assertFalse(alone.contains(other(agent).shared()), alone);
        search(agent, session, "{'text_query':'plan project','cross_agent_only':true}");
        session.syncTurn(
            new CompletedTurn(
                i, List.of(Message.of(Message.Role.USER, "Of the plan: " + agent.kept()))));
        session.queuePrefetch(QUESTION);
      }
      assertTrue(session.flush(OpenWorkspace.LONG).complete());
      String recall = seen(agent, session.prefetch(QUESTION));
      assertTrue(recall.contains(agent.kept()), recall);
    }
  }

  private String search(Agent agent, MemorySession session, String arguments) {
    return call(agent, session, "iso_node_search", arguments);
  }

  @Test
  void theyWorkAtOnceAndSeeOfEachOtherOnlyWhatIsShared() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> plays = new ArrayList<>();
      for (String id : List.of("s1", "s2")) {
        for (Agent agent : agents) {
          plays.add(threads.submit(() -> play(agent, agent.kind() + id)));
        }
      }
      for (Future<?> play : plays) {
        play.get();
      }
      for (Agent agent : agents) {
        String found =
            search(
                agent,
                agent.open().session(),
                "{'text_query':'%s','cross_agent_only':true}".formatted(other(agent).shared()));
        assertTrue(found.contains(other(agent).shared()), found);
        assertEquals(2 * ROUNDS, agent.own().size());
        other(agent).own().forEach(id -> read(agent, agent.open().session(), id, false));
        other(agent).forAll().forEach(id -> read(agent, agent.open().session(), id, true));
      }
    } finally {
      threads.shutdownNow();
      agents.forEach(agent -> agent.open().close());
    }
  }

  @Test
  void whatOneSharedTheOtherCannotSupersede() throws IOException {
    Agent kora = agents.get(0);
    Agent hermes = agents.get(1);
    try {
      String theirs = node(hermes, hermes.open().session(), "One", true);
      hermes.open().delivered();
      String answer =
          call(
              kora,
              kora.open().session(),
              "iso_node_supersede",
              "{'superseded_entry_id':'%s','new_content_summary':'Ours now.','supersession_reason':'Because.'}"
                  .formatted(theirs));
      assertTrue(answer.startsWith("{\"ok\":false"), answer);
      assertTrue(hermes.open().read(theirs).path("body").asText().contains(hermes.shared()));
      assertEquals("active", hermes.open().read(theirs).path("status").asText());
    } finally {
      agents.forEach(agent -> agent.open().close());
    }
  }
}
