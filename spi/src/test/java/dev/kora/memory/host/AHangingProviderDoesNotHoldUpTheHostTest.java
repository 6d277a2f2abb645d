package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Only what is meant to hang has a short limit, so a slow machine changes nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AHangingProviderDoesNotHoldUpTheHostTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final CompletedTurn TURN = new CompletedTurn(1, List.of());

  private static final String WHAT_TO_DO =
      ". Nothing goes on without it, for it may hold what the agent must not be without. See that"
          + " what the provider needs answers, or give it more time (CallLimits), then start"
          + " again.";

  @TempDir Path folder;

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  /** Comes back when the test says so, and not for an interrupt. */
  private <T> T hanging(T answer) {
    while (true) {
      try {
        released.await();
        return answer;
      } catch (InterruptedException e) {
        // As a read from a dead disk would.
      }
    }
  }

  private MemoryManager open(RecordingHost host, FakeMemory external, CallLimits limits) {
    return MemoryManager.open(
        host,
        new FakeMemory("builtin", () -> new FakeSession("builtin")),
        external,
        ProviderConfig.of(Map.of(), Map.of()),
        limits);
  }

  private static ManagedSession session(MemoryManager manager) {
    return manager.openSession(SessionContext.primary("s", "test", null));
  }

  private static void awaitUp(MemoryManager manager) throws InterruptedException {
    while (!(manager.health().get("ext") instanceof ProviderHealth.Up)) {
      Thread.sleep(5);
    }
  }

  @Test
  void aCallThatHangsLeavesTheOthersOutUntilItIsBack() throws Exception {
    RecordingHost host = new RecordingHost(folder);
    AtomicInteger turns = new AtomicInteger();
    FakeMemory external =
        new FakeMemory(
            "ext",
            () ->
                new FakeSession("ext", "search") {
                  @Override
                  public String prefetch(String query) {
                    return query.equals("hang") ? hanging("too late") : "ext recalls " + query;
                  }

                  @Override
                  public void syncTurn(CompletedTurn turn) {
                    turns.incrementAndGet();
                  }
                });
    CallLimits limits = new CallLimits(LONG, LONG, SHORT, LONG, LONG, LONG);
    try (MemoryManager manager = open(host, external, limits)) {
      ManagedSession session = session(manager);
      String recalled = session.prefetch("hang");
      assertTrue(recalled.contains("builtin recalls hang"), recalled);
      assertFalse(recalled.contains("too late"), recalled);

      session.syncTurn(TURN);
      session.queuePrefetch("next");
      assertFalse(session.flush(Duration.ZERO).complete());
      assertEquals(0, turns.get());
      assertEquals(
          List.of(
              "ERROR ext: prefetch failed: no answer within 50 ms",
              "ERROR ext: syncTurn and all that follows is left out until prefetch has come back"),
          host.errors());
      assertEquals(
          new ProviderHealth.Degraded("calls that have not come back: 1"),
          manager.health().get("ext"));

      assertEquals("{\"ok\":true,\"from\":\"ext\"}", session.handleToolCall("search", "{}"));
      session(manager).syncTurn(TURN);
      assertEquals(1, turns.get());

      released.countDown();
      awaitUp(manager);
      while (turns.get() < 2) {
        session.syncTurn(TURN);
      }
      assertEquals("builtin's block\n\next's block", session.systemPromptBlock());
    }
  }

  private FakeMemory hangingInPrefetch() {
    return new FakeMemory(
        "ext",
        () ->
            new FakeSession("ext") {
              @Override
              public String prefetch(String query) {
                return hanging("too late");
              }
            });
  }

  @Test
  void aPromptWaitsForACallThatHangs() throws Exception {
    CallLimits limits = new CallLimits(LONG, LONG, SHORT, LONG, LONG, LONG);
    try (MemoryManager manager = open(new RecordingHost(folder), hangingInPrefetch(), limits)) {
      ManagedSession session = session(manager);
      session.prefetch("hang");
      CompletableFuture<String> block = new CompletableFuture<>();
      Thread asks =
          new Thread(
              () -> {
                try {
                  block.complete(session.systemPromptBlock());
                } catch (Throwable t) {
                  block.completeExceptionally(t);
                }
              });
      asks.start();
      while (!block.isDone() && asks.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
      assertFalse(block.isDone());
      released.countDown();
      assertEquals("builtin's block\n\next's block", block.get());
    }
  }

  @Test
  void aPromptThatACallHoldsUpForTooLongFailsClosed() {
    CallLimits limits = new CallLimits(LONG, SHORT, SHORT, LONG, LONG, LONG);
    try (MemoryManager manager = open(new RecordingHost(folder), hangingInPrefetch(), limits)) {
      ManagedSession session = session(manager);
      session.prefetch("hang");
      assertEquals(
          "The memory provider ext does not answer systemPromptBlock: prefetch has not come back"
              + WHAT_TO_DO,
          assertThrows(MemoryFailClosedException.class, session::systemPromptBlock).getMessage());
    }
  }

  @Test
  void aPromptThatDoesNotComeIsNoEmptyPrompt() {
    FakeSession slow =
        new FakeSession("ext") {
          @Override
          public String systemPromptBlock() {
            return hanging("who the agent is");
          }
        };
    RecordingHost host = new RecordingHost(folder);
    CallLimits limits = new CallLimits(LONG, SHORT, LONG, LONG, LONG, LONG);
    try (MemoryManager manager = open(host, new FakeMemory("ext", () -> slow), limits)) {
      ManagedSession session = session(manager);
      assertEquals(
          "The memory provider ext does not answer systemPromptBlock: no answer within 50 ms"
              + WHAT_TO_DO,
          assertThrows(MemoryFailClosedException.class, session::systemPromptBlock).getMessage());
      assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
      assertEquals(List.of(), host.errors());
    }
  }

  @Test
  void aToolThatHangsHoldsUpNothingElse() {
    RecordingHost host = new RecordingHost(folder);
    FakeSession slow =
        new FakeSession("ext", "slow") {
          @Override
          public String handleToolCall(String toolName, String argumentsJson) {
            return hanging("{}");
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, LONG, LONG, SHORT, LONG);
    try (MemoryManager manager = open(host, new FakeMemory("ext", () -> slow), limits)) {
      ManagedSession session = session(manager);
      assertEquals(
          "{\"ok\":false,\"error\":\"the tool slow of ext failed\"}",
          session.handleToolCall("slow", "{}"));
      assertEquals("builtin's block\n\next's block", session.systemPromptBlock());
      assertEquals(List.of("ERROR ext: tool slow failed: no answer within 50 ms"), host.notices());
    }
  }

  @Test
  void aProviderThatOpensTooLateIsLeftOutAndClosed() throws Exception {
    RecordingHost host = new RecordingHost(folder);
    CountDownLatch ended = new CountDownLatch(1);
    FakeMemory late =
        new FakeMemory("ext", () -> new FakeSession("ext")) {
          @Override
          public MemoryProvider open(ProviderConfig config, HostContext context) {
            return hanging(this);
          }

          @Override
          public void close() {
            ended.countDown();
          }
        };
    CallLimits limits = new CallLimits(SHORT, LONG, LONG, LONG, LONG, LONG);
    try (MemoryManager manager = open(host, late, limits)) {
      assertEquals(
          List.of("ERROR ext: could not be opened and is left out: no answer within 50 ms"),
          host.notices());
      assertEquals("builtin's block", session(manager).systemPromptBlock());
      released.countDown();
      ended.await();
      assertEquals(new ProviderHealth.Down("it could not be opened"), manager.health().get("ext"));
    }
  }

  @Test
  void aSessionThatOpensTooLateIsNoConversationAndIsClosed() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Supplier<MemorySession> late =
        () ->
            hanging(
                new FakeSession("ext") {
                  @Override
                  public void close() {
                    ended.countDown();
                  }
                });
    // The provider's open has the same limit, and is to keep it.
    CallLimits limits = new CallLimits(Duration.ofSeconds(2), LONG, LONG, LONG, LONG, LONG);
    try (MemoryManager manager =
        open(new RecordingHost(folder), new FakeMemory("ext", late), limits)) {
      assertEquals(
          "The memory provider ext does not answer openSession: no answer within 2 s" + WHAT_TO_DO,
          assertThrows(MemoryFailClosedException.class, () -> session(manager)).getMessage());
      released.countDown();
      ended.await();
    }
  }

  @Test
  void aSessionThatACallHangsInIsClosedAfterwards() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    FakeSession stuck =
        new FakeSession("ext") {
          @Override
          public String prefetch(String query) {
            inside.incrementAndGet();
            String answer = hanging("late");
            inside.decrementAndGet();
            return answer;
          }

          @Override
          public void close() {
            if (inside.get() == 0) {
              ended.countDown();
            }
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, SHORT, LONG, LONG, LONG);
    try (MemoryManager manager =
        open(new RecordingHost(folder), new FakeMemory("ext", () -> stuck), limits)) {
      ManagedSession session = session(manager);
      session.prefetch("q");
      session.close();
      assertEquals(1, ended.getCount());
      released.countDown();
      ended.await();
    }
  }

  @Test
  void healthThatHangsIsDownAndAskedAgainWhenItIsBack() throws Exception {
    RecordingHost host = new RecordingHost(folder);
    FakeMemory external =
        new FakeMemory("ext", () -> new FakeSession("ext")) {
          @Override
          public ProviderHealth health() {
            return released.getCount() == 0 ? super.health() : hanging(super.health());
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, LONG, Duration.ofSeconds(1), LONG, LONG);
    try (MemoryManager manager = open(host, external, limits)) {
      assertEquals(
          new ProviderHealth.Down("health() does not answer"), manager.health().get("ext"));
      for (int i = 0; i < 100; i++) {
        assertEquals(
            new ProviderHealth.Down("health() has not come back"), manager.health().get("ext"));
      }
      assertEquals(
          List.of(
              "ERROR ext: health failed: no answer within 1 s",
              "ERROR ext: is down: health() does not answer"),
          host.notices());
      released.countDown();
      awaitUp(manager);
    }
  }

  @Test
  void flushAndCloseComeBackToo() {
    RecordingHost host = new RecordingHost(folder);
    FakeMemory external =
        new FakeMemory("ext", () -> new FakeSession("ext")) {
          @Override
          public FlushResult flush(Duration atMost) {
            return hanging(FlushResult.nothingLeft());
          }

          @Override
          public void close() {
            hanging("");
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, LONG, LONG, LONG, SHORT);
    MemoryManager manager = open(host, external, limits);
    FlushResult left = manager.flush(Duration.ZERO);
    assertTrue(left.detail().contains("ext failed to flush"), left.detail());
    manager.close();
    assertEquals(
        List.of(
            "ERROR ext: flush failed: no answer within 50 ms",
            "ERROR ext: close failed: no answer within 50 ms"),
        host.errors());
  }

  @Test
  void onlySoManyCallsMayHang() throws Exception {
    RecordingHost host = new RecordingHost(folder);
    FakeSession slow =
        new FakeSession("ext", "slow") {
          @Override
          public String handleToolCall(String toolName, String argumentsJson) {
            return hanging("{}");
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, LONG, LONG, Duration.ofMillis(1), LONG);
    try (MemoryManager manager = open(host, new FakeMemory("ext", () -> slow), limits)) {
      ManagedSession session = session(manager);
      for (int i = 0; i <= CallThreads.MOST_GIVEN_UP; i++) {
        session.handleToolCall("slow", "{}");
      }
      String last = host.notices().get(CallThreads.MOST_GIVEN_UP);
      assertTrue(last.contains("64 earlier calls have not come back"), last);
      released.countDown();
      // Every call that came back makes room for another, the one of health() among them.
      awaitUp(manager);
    }
  }

  @Test
  void howeverManyCallsHangWhatEndsThemIsMade() {
    List<String> ended = new CopyOnWriteArrayList<>();
    FakeSession slow =
        new FakeSession("ext", "slow") {
          @Override
          public String handleToolCall(String toolName, String argumentsJson) {
            return hanging("{}");
          }

          @Override
          public void close() {
            ended.add("session");
          }
        };
    FakeMemory external =
        new FakeMemory("ext", () -> slow) {
          @Override
          public void close() {
            ended.add("provider");
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, LONG, LONG, Duration.ofMillis(1), LONG);
    MemoryManager manager = open(new RecordingHost(folder), external, limits);
    ManagedSession session = session(manager);
    for (int i = 0; i < CallThreads.MOST_GIVEN_UP; i++) {
      session.handleToolCall("slow", "{}");
    }
    assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
    session.close();
    manager.close();
    assertEquals(List.of("session", "provider"), ended);
  }

  @Test
  void anInterruptOfTheHostReachesTheCall() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    FakeSession waiting =
        new FakeSession("ext") {
          @Override
          public String prefetch(String query) {
            inside.countDown();
            try {
              new CountDownLatch(1).await();
              return "not interrupted";
            } catch (InterruptedException e) {
              return "stopped";
            }
          }
        };
    CallLimits limits = new CallLimits(LONG, LONG, LONG, LONG, LONG, LONG);
    try (MemoryManager manager =
        open(new RecordingHost(folder), new FakeMemory("ext", () -> waiting), limits)) {
      ManagedSession session = session(manager);
      Thread host = Thread.currentThread();
      Thread stopper =
          new Thread(
              () -> {
                try {
                  inside.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                host.interrupt();
              });
      stopper.start();
      String recalled = session.prefetch("q");
      assertTrue(Thread.interrupted(), "the flag must be set again");
      assertTrue(recalled.contains("stopped"), recalled);
      stopper.join();
    }
  }

  @Test
  void theThreadsAreDaemonsAndGoWithTheProvider() throws Exception {
    FakeSession naming =
        new FakeSession("ext") {
          @Override
          public String systemPromptBlock() {
            Thread thread = Thread.currentThread();
            return thread.getName() + " " + thread.isDaemon();
          }
        };
    FakeMemory external = new FakeMemory("ext", () -> naming) {};
    String name = "memory-" + external.getClass().getName() + "-";
    MemoryManager manager = open(new RecordingHost(folder), external, CallLimits.DEFAULT);
    String block = session(manager).systemPromptBlock();
    assertTrue(block.contains(name) && block.endsWith(" true"), block);
    manager.close();
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(name))) {
      Thread.sleep(5);
    }
  }
}
