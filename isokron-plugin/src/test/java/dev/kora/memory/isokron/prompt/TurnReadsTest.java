package dev.kora.memory.isokron.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.graph.Capabilities;
import dev.kora.memory.isokron.graph.NodeReads;
import dev.kora.memory.isokron.graph.SupersededOverlay;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.substrate.Policies;
import dev.kora.memory.isokron.substrate.ReadTerms;
import dev.kora.memory.isokron.substrate.Reading;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.Substrates;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The seven reads of a turn while tables are locked, rights are missing and Sea hangs. */
@Timeout(120)
class TurnReadsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final List<String> TOOLS = List.of("a_tool");

  /** Locks whole tables, so nobody else may be on it. */
  private static SeaServer sea;

  private final CountDownLatch seaAnswers = new CountDownLatch(1);
  private final ExecutorService charters = Executors.newFixedThreadPool(2);
  private final ExecutorService policies = Executors.newSingleThreadExecutor();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final ExecutorService matrix = Executors.newSingleThreadExecutor();
  private SeaWorkspace workspace;
  private FaultServer hanging;
  private McpClient client;
  private Substrate first;
  private Substrate substrate;
  private TurnReads reads;

  @BeforeAll
  static void startSea() {
    sea = SeaServer.start(SeaOptions.builder().build());
  }

  @AfterAll
  static void stopSea() {
    sea.close();
  }

  @BeforeEach
  void start() throws Exception {
    workspace = SeaWorkspace.create(sea);
    hanging = new FaultServer();
    hanging.behaviour =
        (exchange, method, id) -> {
          try {
            seaAnswers.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          FaultServer.json(
              exchange,
              200,
              FaultServer.result(
                  id,
                  method.equals("tools/list")
                      ? "{\"tools\":[{\"name\":\"kora__read_kora_capability_row\"}]}"
                      : "{\"structuredContent\":{\"capability_matrix\":{\"cap_of_sea\":true}}}"));
        };
    client = hanging.client(LONG);
    open(Duration.ofSeconds(5), Duration.ZERO);
  }

  /** With no time to live every turn reads everything anew. */
  private void open(Duration readTimeout, Duration ttl) {
    if (substrate != null) {
      first.close();
      substrate.close();
    }
    first = Substrates.open(workspace.readerDsn(), readTimeout, 2);
    substrate = Substrates.open(workspace.readerDsn(), readTimeout);
    reads =
        new TurnReads(
            new TurnReads.First(first, charters, policies),
            substrate,
            new NodeReads(new ScratchpadReads(substrate, "kora"), new SupersededOverlay()),
            new Capabilities(client, new Deferrals(), matrix, LONG, LONG),
            new ReadTerms(threads, ttl, true, Clock.systemUTC(), System::nanoTime));
  }

  @AfterEach
  void stop() {
    seaAnswers.countDown();
    charters.shutdownNow();
    policies.shutdownNow();
    threads.shutdownNow();
    matrix.shutdownNow();
    first.close();
    substrate.close();
    client.close();
    hanging.close();
  }

  private PromptData turn() throws NoCharterException {
    reads.warm(workspace.id());
    return reads.of(workspace.id(), LONG, TOOLS);
  }

  @Test
  void oneSlowOneFailingOneHanging() throws Exception {
    PromptData before = turn();
    assertInstanceOf(Reading.Fresh.class, before.policies());
    assertEquals(49, before.capabilities().all().size());

    PromptData during;
    PromptData next;
    long nextTook;
    List<String> hangingNow;
    try (Connection hangs = workspace.locked("hivex_foundation.event_log");
        Connection slow = workspace.locked("public.kora_policy_registry")) {
      workspace.sql("REVOKE SELECT ON kronicle.workspace_constitution_revisions FROM sea_reader");
      // Slow: there when the turn has begun, gone before anybody gives up.
      Thread unlock =
          new Thread(
              () -> {
                try {
                  awaitWaiter("kora_policy_registry");
                  slow.rollback();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      unlock.start();
      during = turn();
      unlock.join();
      // A second at most was waited for what is slow; now it is there.
      while (!(turn().policies() instanceof Reading.Fresh)) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      next = turn();
      nextTook = System.nanoTime() - start;
      hangingNow = reads.troubles();
      assertTrue(hangs.isValid(10));
      assertTrue(backends() <= 4, "too many connections");
    }
    // The charter and the policies are right, what hangs and fails is old or left as it was.
    assertEquals("1.0", during.charter().version());
    assertEquals(31, during.policies().lastGood().orElseThrow().values().size());
    assertInstanceOf(Reading.Stale.class, during.recent());
    assertEquals(49, during.capabilities().all().size());
    assertInstanceOf(Reading.Stale.class, next.recent());
    assertTrue(nextTook < Duration.ofSeconds(20).toNanos(), "the next turn waited " + nextTook);
    while (reads.troubles().stream().noneMatch(t -> t.startsWith("constitution"))) {
      Thread.onSpinWait();
    }
    List<String> troubles = reads.troubles();
    List<String> hung = hangingNow;
    assertTrue(hung.stream().anyMatch(t -> t.startsWith("recent events: ")), hung::toString);
    assertTrue(
        troubles.stream()
            .anyMatch(
                t ->
                    t.startsWith("constitution: cannot read")
                        && t.contains("permission denied")
                        && t.contains("serving the value of")),
        troubles::toString);

    workspace.sql("GRANT SELECT ON kronicle.workspace_constitution_revisions TO sea_reader");
    seaAnswers.countDown();
    awaitMended();
    PromptData after = turn();
    assertInstanceOf(Reading.Fresh.class, after.policies());
    assertInstanceOf(Reading.Fresh.class, after.recent());
    assertEquals(List.of("cap_of_sea"), after.capabilities().granted());
  }

  @Test
  void aCharterThatIsSlowIsWaitedForAndOneThatFailsOrHangsEndsTheTurn() throws Exception {
    turn();
    try (Connection slow = workspace.locked("public.kora_role_charter")) {
      Thread unlock =
          new Thread(
              () -> {
                try {
                  awaitWaiter("kora_role_charter");
                  slow.rollback();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      unlock.start();
      assertEquals("1.0", turn().charter().version());
      unlock.join();
    }
    try (Connection hangs = workspace.locked("public.kora_role_charter")) {
      NoCharterException away = assertThrows(NoCharterException.class, this::turn);
      assertTrue(away.isAway(), away::toString);
      assertTrue(hangs.isValid(10));
    }
    workspace.sql("REVOKE SELECT ON public.kora_role_charter FROM sea_reader");
    try {
      open(LONG, LONG);
      NoCharterException refused = assertThrows(NoCharterException.class, this::turn);
      assertFalse(refused.isAway(), refused::toString);
    } finally {
      workspace.sql("GRANT SELECT ON public.kora_role_charter TO sea_reader");
    }
  }

  @Test
  void whatIsFreshIsServedAgainWithoutAQuestionAndForgettingReadsAnew() throws Exception {
    open(LONG, LONG);
    PromptData first = turn();
    workspace.sql("DELETE FROM public.kora_policy_registry WHERE workspace_id = %s");
    assertTrue(first.isMadeOfTheSame(turn()));
    reads.forget(workspace.id());
    Policies after = turn().policies().lastGood().orElseThrow();
    assertEquals(0, after.values().size());
  }

  /** Until a read of the plugin stands before the lock of a table. */
  private void awaitWaiter(String table) throws SQLException {
    while (number("wait_event_type = 'Lock' AND query LIKE '%" + table + "%'") == 0) {
      Thread.onSpinWait();
    }
  }

  private int backends() throws SQLException {
    return number("true");
  }

  private int number(String condition) throws SQLException {
    return workspace.number(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'isokron-memory' AND "
            + condition);
  }

  private void awaitMended() throws NoCharterException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!reads.troubles().isEmpty() && System.nanoTime() < end) {
      turn();
    }
    assertEquals(List.of(), reads.troubles());
  }
}
