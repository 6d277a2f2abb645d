package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client and a scripted server in a JVM of its own; numbers are the contract's rules. */
@Timeout(120)
class StdioClientTest {
  private static final String TOKEN = "canary-0123456789abcdef";

  private final LogLines log = new LogLines();
  private McpClient client;

  @BeforeEach
  void connect() {
    connect(Duration.ofSeconds(60));
  }

  private void connect(Duration timeout) {
    client =
        McpClient.connect(
            new StdioEndpoint(ScriptedChild.command()),
            new Secret(TOKEN),
            McpProtocol.AUTO,
            timeout,
            "test");
  }

  @AfterEach
  void close() {
    client.close();
    log.close();
    for (LogLines.Line line : log.all()) {
      assertFalse((line.text() + line.thrown()).contains(TOKEN), line::text);
    }
  }

  private CallOutcome call(String tool, String text) {
    return client
        .withMeta(StrictJson.object())
        .callTool(tool, StrictJson.object().put("text", text));
  }

  private String answer(String tool, String text) {
    CallOutcome outcome = call(tool, text);
    return assertInstanceOf(CallOutcome.Answered.class, outcome).content().path("text").asText();
  }

  private FutureTask<CallOutcome> callInBackground(String tool, String text) {
    FutureTask<CallOutcome> call = new FutureTask<>(() -> call(tool, text));
    new Thread(call).start();
    return call;
  }

  @Test
  void rule22MessagesAreLinesOfUtf8() {
    assertEquals("größer 日本 🙂", answer("echo", "größer 日本 🙂"));
    assertEquals("scripted", client.server().orElseThrow().name());
    assertInstanceOf(CallOutcome.Answered.class, client.ping());
  }

  @Test
  void rule2AnswersFindTheirCallsInAnyOrderAndFromAnyThread() throws Exception {
    answer("echo", "warm");
    List<FutureTask<CallOutcome>> held = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      held.add(callInBackground("hold", ""));
      FutureTask<CallOutcome> echo = callInBackground("echo", "text " + i);
      String text = ((CallOutcome.Answered) echo.get()).content().path("text").asText();
      assertEquals("text " + i, text);
    }
    Set<String> ids = new HashSet<>();
    while (ids.size() < held.size()) { // those still on their way go with the next release
      answer("release", "");
      for (FutureTask<CallOutcome> call : held) {
        if (call.isDone()) {
          ids.add(((CallOutcome.Answered) call.get()).content().path("text").asText());
        }
      }
    }
  }

  @Test
  void rule5AServersPingIsAnsweredWhileACallWaits() {
    assertEquals("pong", answer("ask", ""));
  }

  @Test
  void rule22LinesThatAreNoJsonAreSkippedWithAFewWarnings() {
    assertEquals("after all that", answer("chat", ""));
    client.close();
    assertEquals(3, log.count(Level.WARN, "not JSON: skipped"));
    assertEquals(2, log.count(Level.WARN, "is blank: skipped"));
    assertEquals(1, log.count(Level.WARN, "98 more lines"), log.all()::toString);
    assertTrue(log.count(Level.WARN, "KORA_SERVICE_TOKEN=****") == 1, log.all()::toString);
  }

  @Test
  void rule21AnOverlongLineEndsTheCallsThatMayHaveLostTheirAnswer() {
    CallOutcome outcome = call("long", "");
    String reason = assertInstanceOf(CallOutcome.Ambiguous.class, outcome).reason();
    assertEquals("a line of the server process is longer than 16777216 bytes", reason);
    assertEquals("goes on", answer("echo", "goes on"));
    assertEquals(1, log.count(Level.WARN, "longer than 16777216 bytes: skipped"));
  }

  @Test
  void rule10ACallWithoutAnAnswerEndsAtItsDeadlineAndIsCancelled() {
    client.close();
    connect(Duration.ofSeconds(6));
    while (!(call("echo", "warm") instanceof CallOutcome.Answered)) {
      Thread.onSpinWait(); // a JVM may take longer to start
    }
    CallOutcome outcome = call("silent", "");
    assertInstanceOf(CallOutcome.Ambiguous.class, outcome);
    String cancelled = answer("cancelled", "");
    assertTrue(cancelled.matches("(.*,)?unanswered (\\d+),\\2"), cancelled);
  }

  @Test
  void rule23AnExitEndsAllCallsWithItsCodeAndTheEndOfStderr() throws Exception {
    answer("echo", "warm");
    FutureTask<CallOutcome> other = callInBackground("complain", "");
    while (log.count(Level.DEBUG, "server process: the disk is full") == 0) {
      Thread.onSpinWait();
    }
    String reason = assertInstanceOf(CallOutcome.Ambiguous.class, call("exit", "")).reason();
    assertEquals("the server process exited with code 3: the disk is full, ****", reason);
    assertEquals(reason, assertInstanceOf(CallOutcome.Ambiguous.class, other.get()).reason());
    assertEquals(1, log.count(Level.DEBUG, "server process: the disk is full"));
  }

  @Test
  void rule23TheNextCallAfterAnExitStartsAnotherChildWithANewHandshake() {
    call("exit", "");
    CallOutcome next = call("echo", "again");
    while (next instanceof CallOutcome.NotSent notSent) {
      assertTrue(notSent.reason().contains("; it is started again in 0.1 s"), notSent.reason());
      next = call("echo", "again");
    }
    assertInstanceOf(CallOutcome.Answered.class, next);
    assertEquals(2, log.count(Level.DEBUG, "is started, pid"));
  }

  @Test
  void rule24OnlyTheAllowListAndTheTokenReachTheChild() throws Exception {
    ProcessBuilder inner =
        new ProcessBuilder(ScriptedChild.java(Inner.class, System.getProperty("java.class.path")));
    inner.environment().put("CANARY_VARIABLE", "x");
    inner.environment().put("LC_TIME", "C");
    inner.environment().put("KORA_ISOKRON_DSN", "x");
    inner.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = inner.start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor());
    List<String> names = Stream.of(printed.split(" ")).map(pair -> pair.split("=", 2)[0]).toList();
    assertTrue(names.contains("LC_TIME") && names.contains("PATH"), printed);
    assertTrue(printed.contains("KORA_SERVICE_TOKEN=" + TOKEN.length()), printed);
    assertFalse(printed.contains("CANARY") || printed.contains("DSN"), printed);
  }

  /** Prints the names of the variables that a child has, and the lengths of their values. */
  static final class Inner {
    private Inner() {}

    public static void main(String[] args) throws IOException {
      StdioClientTest test = new StdioClientTest();
      test.connect();
      System.out.println(test.answer("environment", ""));
      test.client.close();
    }
  }

  @Test
  void theTokenIsInNoCommandLineAndTheProgramsArgumentsInNoText() {
    answer("echo", "warm");
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    assertFalse(children.isEmpty());
    children.forEach(
        c -> assertFalse(c.info().commandLine().orElse("").contains(TOKEN), c.info()::toString));
    assertFalse(log.all().toString().contains(ScriptedChild.class.getName()));
  }
}
