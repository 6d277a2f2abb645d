package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real jars in a plugins folder: every call of theirs fails, each in its way. */
@Timeout(120)
class AHostilePluginsJarDoesNotTakeTheHostDownTest {
  private static final List<String> ANSWERS =
      List.of(
          "systemPromptBlock", "prefetch", "onPreCompress", "tool t", "flush", "is down: health()");
  private static final List<String> HOOKS =
      List.of(
          "onTurnStart",
          "queuePrefetch",
          "syncTurn",
          "onDelegation",
          "onSessionSwitch",
          "onMemoryWrite",
          "onSessionEnd",
          "close of a session",
          "close");

  @TempDir Path folder;
  @TempDir Path data;

  /** A whole conversation, in which the host's own memory answers as if it were alone. */
  private List<String> noticesOfAConversation(HostilePlugin plugin) throws IOException {
    plugin.jar().writeTo(folder.resolve("m.jar"));
    RecordingHost host = new RecordingHost(data);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      Choice.Chosen chosen = assertInstanceOf(Choice.Chosen.class, report.choose("m", Map.of()));
      FakeMemory builtIn = new FakeMemory("builtin", () -> new FakeSession("builtin"));
      MemoryManager manager = MemoryManager.open(host, builtIn, chosen);
      ManagedSession session = manager.openSession(SessionContext.primary("s", "test", null));
      session.onTurnStart(new TurnStart(1, "hello"));
      assertEquals("builtin's block", session.systemPromptBlock());
      assertTrue(session.prefetch("q").contains("builtin recalls q"));
      String answer = session.handleToolCall("t", "{}");
      assertTrue(answer.startsWith("{\"ok\":false,"), answer);
      session.syncTurn(new CompletedTurn(1, List.of()));
      session.queuePrefetch("q");
      session.onDelegation(new Delegation("child", "task", "result"));
      session.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, "s2", null));
      assertEquals("", session.onPreCompress(List.of()));
      assertTrue(session.writeMemory(new MemoryWrite(MemoryWrite.Action.ADD, "memory", "x")));
      session.onSessionEnd(List.of());
      assertFalse(session.flush(Duration.ZERO).complete());
      assertInstanceOf(ProviderHealth.Down.class, manager.health().get("m"));
      session.close();
      manager.close();
    }
    return host.errors();
  }

  private static void assertNamed(List<String> notices, Stream<String> calls, String how) {
    calls.forEach(
        call ->
            assertTrue(
                notices.stream().anyMatch(n -> n.startsWith("ERROR m: " + call + " " + how)),
                () -> call + " is not among " + notices));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new IllegalStateException(\"x\");",
        "throw sneak(new java.io.IOException(\"x\"));",
        "throw new AssertionError(\"x\");",
        "throw new LinkageError(\"x\");",
        "throw new NoSuchMethodError(\"x\");",
        "throw new AbstractMethodError(\"x\");",
        "throw new StackOverflowError();",
        "throw (RuntimeException) null;",
        "throw new RuntimeException() {"
            + " public String getMessage() { throw new LinkageError(\"no\"); }"
            + " public String toString() { return getMessage(); } };",
        "throw new RuntimeException() {"
            + " public String getMessage() { return \"\" + deeper(); }"
            + " public Throwable getCause() { throw new AssertionError(\"no\"); } };",
        "throw new IllegalStateException(\"at \" + deeper());",
      })
  void whateverItThrows(String body) throws IOException {
    List<String> notices = noticesOfAConversation(HostilePlugin.doing(body));
    assertNamed(notices, Stream.concat(ANSWERS.stream(), HOOKS.stream()), "failed: ");
  }

  @Test
  void nullFromEveryMethod() throws IOException {
    List<String> notices = noticesOfAConversation(HostilePlugin.doing("return null;"));
    assertNamed(notices, ANSWERS.stream(), "returned null");
  }

  @ParameterizedTest
  @CsvSource({
    "'MemoryProvider open(ProviderConfig c, HostContext h)','open returned null'",
    "MemorySession openSession(SessionContext s),openSession failed: NullPointerException",
    "List<ToolSchema> toolSchemas(),toolSchemas failed: NullPointerException",
  })
  void nullForAProviderASessionOrTools(String signature, String notice) throws IOException {
    HostilePlugin.sound().with(signature, "return null;").jar().writeTo(folder.resolve("m.jar"));
    RecordingHost host = new RecordingHost(data);
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder);
        MemoryManager manager =
            MemoryManager.open(
                host,
                new FakeMemory("builtin", () -> new FakeSession("builtin")),
                (Choice.Chosen) report.choose("m", Map.of()));
        ManagedSession session = manager.openSession(SessionContext.primary("s", "test", null))) {
      assertEquals("builtin's block", session.systemPromptBlock());
      assertEquals(List.of(), session.toolSchemas());
    }
    assertEquals(1, host.errors().size(), () -> host.errors().toString());
    assertTrue(host.errors().get(0).startsWith("ERROR m: " + notice), host.errors().get(0));
  }

  @Test
  void nullForWhetherItIsAvailable() throws IOException {
    HostilePlugin.sound()
        .with("Availability availability(ProviderConfig c)", "return null;")
        .jar()
        .writeTo(folder.resolve("m.jar"));
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      Choice.NotChosen none =
          assertInstanceOf(Choice.NotChosen.class, report.choose("m", Map.of()));
      assertTrue(none.message().contains("availability() returned null"), none.message());
    }
  }
}
