package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two workspaces on one Sea, at once: each text bears its workspace's mark, and stays there. */
@ExtendWith(SharedSea.class)
@Timeout(300)
class TwoWorkspacesIT {
  private static final int ROUNDS = 20;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String QUESTION = "What is the plan of the project?";

  @TempDir Path data;
  private final List<Side> sides = new ArrayList<>();

  /** One workspace: its mark, and the ids of its nodes. */
  private record Side(SeaWorkspace workspace, String mark, Queue<String> nodes) {}

  @BeforeEach
  void seed() throws Exception {
    for (String mark : List.of("heronalpha", "otterbeta")) {
      sides.add(
          new Side(SeaWorkspace.create(SharedSea.server()), mark, new ConcurrentLinkedQueue<>()));
    }
  }

  private MemoryProvider open(Side side, String dsn) throws IOException {
    return new IsokronPlugin()
        .open(
            ProviderConfig.of(
                Map.of(
                    "isokron_dsn",
                    dsn,
                    "mcp_endpoint",
                    SharedSea.server().mcpEndpoint().toString(),
                    "mcp_service_token",
                    side.workspace().token(),
                    "recall_deadline_ms",
                    "5000",
                    "tool_timeout_seconds",
                    "60",
                    "cache_ttl_seconds",
                    "1"),
                Map.of()),
            new TestHost(Files.createDirectories(data.resolve(side.mark()))));
  }

  private static MemorySession session(MemoryProvider provider, Side side, String id) {
    return provider.openSession(SessionContext.primary(id, "test", side.workspace().id()));
  }

  private Side other(Side side) {
    return sides.get(0).equals(side) ? sides.get(1) : sides.get(0);
  }

  private String own(Side side, String text) {
    assertFalse(text.contains(other(side).mark()), text);
    return text;
  }

  private String call(MemorySession session, Side side, String tool, String arguments) {
    return own(side, session.handleToolCall(tool, arguments.replace('\'', '"')));
  }

  private void read(MemorySession session, Side side, String id, boolean isThere) {
    String answer = call(session, side, "iso_node_read", "{'entry_id':'" + id + "'}");
    assertTrue(
        answer.startsWith(isThere ? "{\"ok\":true" : "{\"ok\":false,\"error\":\"no entry"), answer);
  }

  private void play(MemoryProvider provider, Side side, String id) {
    try (MemorySession session = session(provider, side, id)) {
      boolean searches =
          session.toolSchemas().stream().anyMatch(tool -> tool.name().equals("iso_node_search"));
      for (int i = 1; i <= ROUNDS; i++) {
        String text = "The plan of the project, number " + i + ": " + side.mark();
        session.onTurnStart(new TurnStart(i, text));
        assertTrue(own(side, session.systemPromptBlock()).startsWith("§1 Identity"));
        own(side, session.prefetch(QUESTION));
        String created =
            call(
                session,
                side,
                "iso_node_create",
                "{'node_kind':'Decision','title':'Plan %d','content_summary':'%s','cross_agent_dereferenceable':true}"
                    .formatted(i, text));
        String node = created.replaceAll(".*\"(?:entry_id|key)\":\"([^\"]+)\".*", "$1");
        side.nodes().add(node);
        read(session, side, node, true);
        String foreign = other(side).nodes().peek();
        if (foreign != null) {
          read(session, side, foreign, false);
        }
        if (searches) {
          call(session, side, "iso_node_search", "{'text_query':'plan project'}");
        }
        session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", text));
        session.onDelegation(new Delegation("child", text, text));
        session.syncTurn(new CompletedTurn(i, List.of(Message.of(Message.Role.USER, text))));
        session.queuePrefetch(QUESTION);
        if (i % 7 == 0) {
          session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, id + "-" + i, null));
        }
      }
      session.onSessionEnd(List.of());
      assertTrue(session.flush(LONG).complete());
      String recall = own(side, session.prefetch(QUESTION));
      assertTrue(recall.contains(side.mark()), recall);
    }
  }

  @Test
  void twoProvidersWithTwoSessionsEachKeepTheirWorkspacesApart() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (LogLines log = new LogLines()) {
      try (MemoryProvider first = open(sides.get(0), sides.get(0).workspace().readerDsn());
          MemoryProvider second = open(sides.get(1), sides.get(1).workspace().readerDsn())) {
        List<Future<?>> plays = new ArrayList<>();
        for (String id : List.of("s1", "s2")) {
          plays.add(threads.submit(() -> play(first, sides.get(0), id)));
          plays.add(threads.submit(() -> play(second, sides.get(1), id)));
        }
        for (Future<?> play : plays) {
          play.get();
        }
        for (Side side : sides) {
          assertFalse(textOf(data.resolve(side.mark())).contains(other(side).mark()));
        }
      }
      for (Side side : sides) {
        log.all().forEach(line -> assertFalse(line.text().contains(side.mark()), line.text()));
        assertTrue(SharedSea.server().verify(side.workspace().id()).intact());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void withALoginThatSeesAllWorkspacesTheFiltersAloneKeepThemApart() throws Exception {
    for (Side side : sides) {
      try (MemoryProvider provider = open(side, side.workspace().readerDsn())) {
        play(provider, side, "s");
      }
    }
    Side side = sides.get(0);
    try (MemoryProvider provider = open(side, side.workspace().adminDsn())) {
      for (Side one : sides) {
        try (MemorySession session = session(provider, one, "all")) {
          session.onTurnStart(new TurnStart(1, QUESTION));
          String prompt = own(one, session.systemPromptBlock());
          assertTrue(prompt.contains(one.mark()), prompt);
          String recall = own(one, session.prefetch(QUESTION));
          assertTrue(recall.contains(one.mark()), recall);
          read(session, one, String.valueOf(one.nodes().peek()), true);
          read(session, one, String.valueOf(other(one).nodes().peek()), false);
        }
      }
    }
    assertEquals(2 * ROUNDS, sides.stream().mapToInt(one -> one.nodes().size()).sum());
  }

  private static String textOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
