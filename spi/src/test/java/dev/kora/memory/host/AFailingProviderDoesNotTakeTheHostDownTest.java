package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import dev.kora.memory.spi.TurnStart;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AFailingProviderDoesNotTakeTheHostDownTest {
  private static final ProviderConfig NO_CONFIG = ProviderConfig.of(Map.of(), Map.of());
  private static final SessionContext CONTEXT = SessionContext.primary("s", "test", "w");

  @TempDir Path folder;

  /** A session of which every method throws the same. */
  private static MemorySession throwing(Throwable t) {
    return (MemorySession)
        Proxy.newProxyInstance(
            MemorySession.class.getClassLoader(),
            new Class<?>[] {MemorySession.class},
            (proxy, method, args) -> {
              throw t;
            });
  }

  private ManagedSession session(RecordingHost host, Supplier<MemorySession> external) {
    return MemoryManager.open(
            host,
            new FakeMemory("builtin", () -> new FakeSession("builtin")),
            new FakeMemory("bad", external),
            NO_CONFIG)
        .openSession(CONTEXT);
  }

  @Test
  void everyCallOfAThrowingSessionIsANoticeAndTheBuiltInAnswers() {
    RecordingHost host = new RecordingHost(folder);
    ManagedSession session = session(host, () -> throwing(new NoSuchMethodError("gone")));
    assertEquals(1, host.notices().size());
    assertEquals("ERROR bad: toolSchemas failed: NoSuchMethodError (gone)", host.notices().get(0));

    session.onTurnStart(new TurnStart(1, "hello"));
    assertEquals("builtin's block", session.systemPromptBlock());
    assertTrue(session.prefetch("q").contains("builtin recalls q"));
    session.queuePrefetch("q");
    session.syncTurn(new CompletedTurn(1, List.of()));
    session.onDelegation(new Delegation("child", "task", "result"));
    session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "s2", null));
    assertEquals("", session.onPreCompress(List.of()));
    assertTrue(session.writeMemory(new MemoryWrite(MemoryWrite.Action.ADD, "memory", "x")));
    session.onSessionEnd(List.of());
    assertFalse(session.flush(Duration.ZERO).complete());
    session.close();
    assertEquals(13, host.notices().size(), () -> host.notices().toString());
  }

  @Test
  void nullsCountAsFailures() {
    RecordingHost host = new RecordingHost(folder);
    MemorySession nulls =
        (MemorySession)
            Proxy.newProxyInstance(
                MemorySession.class.getClassLoader(),
                new Class<?>[] {MemorySession.class},
                (proxy, method, args) ->
                    method.getName().equals("toolSchemas")
                        ? List.of(new ToolSchema("t", "d", "{}"))
                        : null);
    ManagedSession session = session(host, () -> nulls);
    assertEquals("builtin's block", session.systemPromptBlock());
    assertEquals(
        "{\"ok\":false,\"error\":\"the tool t of bad failed\"}", session.handleToolCall("t", "{}"));
    assertEquals(
        List.of("ERROR bad: systemPromptBlock returned null", "ERROR bad: tool t returned null"),
        host.notices());
  }

  @Test
  void aSessionThatCannotBeOpenedIsLeftOut() {
    RecordingHost host = new RecordingHost(folder);
    ManagedSession session =
        session(
            host,
            () -> {
              throw new IllegalStateException("no");
            });
    assertEquals("builtin's block", session.systemPromptBlock());
    assertEquals(
        List.of("ERROR bad: openSession failed: IllegalStateException (no)"), host.notices());
  }

  @Test
  void failClosedComesThroughAndClosesWhatWasOpen() {
    RecordingHost host = new RecordingHost(folder);
    FakeSession builtIn = new FakeSession("builtin");
    FakeMemory failing =
        new FakeMemory(
            "bad",
            () -> {
              throw new MemoryFailClosedException("no charter");
            });
    try (MemoryManager manager =
        MemoryManager.open(host, new FakeMemory("builtin", () -> builtIn), failing, NO_CONFIG)) {
      assertThrows(MemoryFailClosedException.class, () -> manager.openSession(CONTEXT));
      assertTrue(builtIn.closed);
    }
    ManagedSession session =
        session(
            host,
            () ->
                new FakeSession("bad") {
                  @Override
                  public String systemPromptBlock() {
                    throw new MemoryFailClosedException("charter was changed");
                  }
                });
    MemoryFailClosedException e =
        assertThrows(MemoryFailClosedException.class, session::systemPromptBlock);
    assertEquals("charter was changed", e.getMessage());
  }

  @Test
  void outOfMemoryIsNotHidden() {
    FakeSession exhausted =
        new FakeSession("bad") {
          @Override
          public String systemPromptBlock() {
            throw new OutOfMemoryError("heap");
          }
        };
    ManagedSession session = session(new RecordingHost(folder), () -> exhausted);
    assertThrows(OutOfMemoryError.class, session::systemPromptBlock);
  }

  @Test
  void anInterruptSurvivesAProviderThatSwallowsIt() {
    FakeSession swallowing =
        new FakeSession("bad") {
          @Override
          public String prefetch(String query) {
            return Thread.interrupted() + "";
          }
        };
    ManagedSession session = session(new RecordingHost(folder), () -> swallowing);
    Thread.currentThread().interrupt();
    assertTrue(session.prefetch("q").contains("true"));
    assertTrue(Thread.interrupted(), "the flag must be set again");
  }

  @Test
  void anInterruptedExceptionSetsTheFlag() {
    FakeSession interrupted =
        new FakeSession("bad") {
          @Override
          public void queuePrefetch(String query) {
            sneak(new InterruptedException("stop"));
          }
        };
    session(new RecordingHost(folder), () -> interrupted).queuePrefetch("q");
    assertTrue(Thread.interrupted(), "the flag must be set");
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable t) throws T {
    throw (T) t;
  }

  @Test
  void aPluginThatCannotBeOpenedShowsAsDownAndTheBuiltInServes() {
    RecordingHost host = new RecordingHost(folder);
    FakeMemory bad =
        new FakeMemory("bad", () -> new FakeSession("bad")) {
          @Override
          public MemoryProvider open(ProviderConfig config, HostContext host) {
            throw new ExceptionInInitializerError("native library");
          }
        };
    try (MemoryManager manager =
        MemoryManager.open(
            host, new FakeMemory("builtin", () -> new FakeSession("builtin")), bad, NO_CONFIG)) {
      assertEquals(List.of("builtin", "bad"), List.copyOf(manager.health().keySet()));
      assertInstanceOf(ProviderHealth.Down.class, manager.health().get("bad"));
      assertEquals("builtin's block", manager.openSession(CONTEXT).systemPromptBlock());
    }
  }

  @Test
  void aWrongConfigurationIsTheUsersToMendAndClosesTheBuiltIn() {
    FakeMemory builtIn = new FakeMemory("builtin", () -> new FakeSession("builtin"));
    FakeMemory unconfigured =
        new FakeMemory("bad", () -> new FakeSession("bad")) {
          @Override
          public MemoryProvider open(ProviderConfig config, HostContext host) {
            throw new MemoryConfigurationException(List.of("a is missing", "b is no number"));
          }
        };
    MemoryConfigurationException e =
        assertThrows(
            MemoryConfigurationException.class,
            () -> MemoryManager.open(new RecordingHost(folder), builtIn, unconfigured, NO_CONFIG));
    assertEquals(List.of("a is missing", "b is no number"), e.problems());
    assertEquals(1, builtIn.closed);
  }

  @Test
  void closingGoesOnAfterAFailureAndHappensOnce() {
    RecordingHost host = new RecordingHost(folder);
    FakeMemory first =
        new FakeMemory("builtin", () -> new FakeSession("builtin")) {
          @Override
          public void close() {
            super.close();
            throw new MemoryFailClosedException("even this");
          }
        };
    FakeMemory second = new FakeMemory("good", () -> new FakeSession("good"));
    MemoryManager manager = MemoryManager.open(host, first, second, NO_CONFIG);
    manager.close();
    manager.close();
    assertEquals(1, first.closed);
    assertEquals(1, second.closed);
    assertThrows(IllegalStateException.class, () -> manager.openSession(CONTEXT));
  }
}
