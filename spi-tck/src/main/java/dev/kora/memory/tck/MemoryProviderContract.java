package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.host.JsonSyntax;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ToolSchema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * The contract of memory plugins as tests. Extend it, say how to make the plugin and a
 * configuration that works, and run it with the plugin's other tests:
 *
 * <pre>{@code
 * class MyMemoryContractTest extends MemoryProviderContract {
 *   @Override
 *   protected MemoryProviderPlugin plugin() {
 *     return new MyMemoryPlugin();
 *   }
 *
 *   @Override
 *   protected ProviderConfig validConfig() {
 *     return ProviderConfig.of(Map.of("file", "memory.txt"), Map.of());
 *   }
 * }
 * }</pre>
 *
 * <p>Each test is one rule of {@code META-INF-docs/CONTRACT.md} and bears its number.
 */
public abstract class MemoryProviderContract extends LifeRules {

  /** For subclasses. */
  protected MemoryProviderContract() {}

  @Test
  @DisplayName("M7: health is never null and never throws, after close too")
  protected final void m7() {
    MemoryProvider provider = open();
    assertNotNull(provider.health(), "health() of an open provider returned null");
    provider.close();
    assertTimeoutPreemptively(
        atOnce(), () -> assertNotNull(provider.health(), "health() after close returned null"));
  }

  @Test
  @DisplayName("M8: tools have unique names, JSON objects as schemas, and stay the same")
  protected final void m8() {
    withSession(
        session -> {
          List<ToolSchema> tools = present(session.toolSchemas(), "toolSchemas() returned null");
          Set<String> names = new HashSet<>();
          for (ToolSchema tool : tools) {
            assertTrue(names.add(tool.name()), () -> "two tools are named " + tool.name());
            assertTrue(
                JsonSyntax.isObject(tool.parametersJson()),
                () -> "parametersJson of " + tool.name() + " is no JSON object");
          }
          assertEquals(tools, session.toolSchemas(), "the second answer is another");
        });
  }

  @Test
  @DisplayName("M9: a tool call answers one JSON object, whatever the tool and the arguments")
  protected final void m9() {
    withSession(
        session -> {
          Play.toolCall(session, "no-such-tool", "{}");
          Play.toolCall(session, "\"}\n\u0000", "{}");
          for (ToolSchema tool : session.toolSchemas()) {
            Play.GARBAGE.forEach(arguments -> Play.toolCall(session, tool.name(), arguments));
          }
        });
  }

  @Test
  @DisplayName("M10: hooks never throw, and texts are never null")
  protected final void m10() {
    withSession(
        session -> {
          Play.hooks(session, "hello");
          Play.hooks(session, "");
          Play.hooks(session, "\u0000 \ud800 \u202e '; DROP TABLE x; -- " + "x".repeat(100_000));
        });
  }

  @Test
  @DisplayName("M11: flush answers within its time, never null, after close too")
  protected final void m11() {
    MemoryProvider provider = open();
    MemorySession session = provider.openSession(sessionContext("m11"));
    for (Duration atMost : List.of(Duration.ZERO, Duration.ofMillis(50))) {
      Duration bound = atOnce().plus(atMost);
      assertTimeoutPreemptively(
          bound, () -> assertNotNull(session.flush(atMost), "the session's flush returned null"));
      assertTimeoutPreemptively(
          bound, () -> assertNotNull(provider.flush(atMost), "the provider's flush returned null"));
    }
    session.close();
    provider.close();
    assertTimeoutPreemptively(
        atOnce(),
        () -> assertNotNull(provider.flush(Duration.ofHours(1)), "flush after close was null"));
  }

  @Test
  @DisplayName("M12: closing twice is harmless, for session and provider")
  protected final void m12() {
    MemoryProvider provider = open();
    MemorySession session = provider.openSession(sessionContext("m12"));
    session.close();
    assertDoesNotThrow(session::close, "the session's second close");
    provider.close();
    assertDoesNotThrow(provider::close, "the provider's second close");
    assertDoesNotThrow(session::close, "the session's close after its provider's");
  }

  @Test
  @DisplayName("M13: after close, every call of a session answers at once and throws nothing")
  protected final void m13() {
    try (MemoryProvider provider = open()) {
      MemorySession session = provider.openSession(sessionContext("m13"));
      session.close();
      afterClose(session);
    }
    MemoryProvider provider = open();
    MemorySession orphan = provider.openSession(sessionContext("m13b"));
    provider.close();
    afterClose(orphan);
  }

  private void afterClose(MemorySession session) {
    assertTimeoutPreemptively(
        atOnce(),
        () -> {
          Play.hooks(session, "after close");
          assertNotNull(session.toolSchemas(), "toolSchemas() after close returned null");
          Play.toolCall(session, "no-such-tool", "{}");
          assertNotNull(session.flush(Duration.ofHours(1)), "flush after close returned null");
        });
  }

  @Test
  @DisplayName("M15: nothing is written to standard output")
  @ResourceLock(Resources.SYSTEM_OUT)
  protected final void m15() {
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      withSession(
          session -> {
            Play.hooks(session, "quiet");
            Play.toolCall(session, "no-such-tool", "{}");
            for (ToolSchema tool : session.toolSchemas()) {
              Play.toolCall(session, tool.name(), "{}");
            }
          });
    } finally {
      System.setOut(before);
    }
    String text = written.toString(StandardCharsets.UTF_8);
    assertTrue(text.isEmpty(), () -> "standard output belongs to the host, but got: " + text);
  }

  private interface Use {
    void with(MemorySession session);
  }

  private void withSession(Use use) {
    try (MemoryProvider provider = open();
        MemorySession session = provider.openSession(sessionContext("s"))) {
      assertNotNull(session, "openSession() returned null");
      use.with(session);
    }
  }
}
