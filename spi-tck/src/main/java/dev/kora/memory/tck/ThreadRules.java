package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the host's threads: M7 and M14 on several of them, M17 and M18. */
abstract class ThreadRules extends PluginRules {

  @Test
  @DisplayName("M7: health answers on any thread, while a session is at work")
  protected final void m7Threads() throws InterruptedException, ExecutionException {
    AtomicBoolean over = new AtomicBoolean();
    try (MemoryProvider provider = open();
        MemorySession session = provider.openSession(sessionContext("m7"))) {
      Together.run(
          3,
          number -> {
            if (number == 0) {
              try {
                Play.hooks(session, "how are you");
              } finally {
                over.set(true);
              }
            } else {
              do {
                assertNotNull(provider.health(), "health() returned null");
              } while (!over.get());
            }
          });
    }
  }

  @Test
  @DisplayName("M14: sessions do not disturb one another, one after the other or at once")
  protected final void m14() throws InterruptedException, ExecutionException {
    try (MemoryProvider provider = open()) {
      MemorySession first = provider.openSession(sessionContext("m14a"));
      MemorySession second = provider.openSession(sessionContext("m14b"));
      List<ToolSchema> before = second.toolSchemas();
      first.close();
      assertEquals(before, second.toolSchemas(), "closing one session changed another's tools");
      Play.hooks(second, "still here");
      second.close();
      Together.run(
          4,
          number -> {
            play(provider, 2 * number);
            play(provider, 2 * number + 1);
          });
    }
  }

  private void play(MemoryProvider provider, int number) {
    try (MemorySession session = provider.openSession(sessionContext("m14-" + number))) {
      for (int i = 0; i < 5; i++) {
        Play.hooks(session, "thread " + number + " turn " + i);
        Play.toolCall(session, "no-such-tool", "{}");
      }
    }
  }

  @Test
  @DisplayName("M14: tools and delegations of one session come from several threads at once")
  protected final void m14OneSession() throws InterruptedException, ExecutionException {
    try (MemoryProvider provider = open();
        MemorySession session = provider.openSession(sessionContext("m14-one"))) {
      List<ToolSchema> tools = session.toolSchemas();
      Together.run(
          4,
          number -> {
            for (int i = 0; i < 10; i++) {
              String child = "child-" + number + "-" + i;
              session.onDelegation(new Delegation(child, "task", "result"));
              Play.toolCall(session, "no-such-tool", "{}");
              tools.forEach(tool -> Play.toolCall(session, tool.name(), "{}"));
            }
          });
    }
  }

  @Test
  @DisplayName("M14: what was said in one workspace never shows in another")
  protected final void m14Workspaces() {
    try (MemoryProvider provider = open()) {
      new WorkspaceLeak(provider, this::sessionContext, atOnce()).lookForIt();
    }
  }

  @Test
  @DisplayName("M17: an interrupted caller gets its answer soon and keeps its interrupt flag")
  protected final void m17() {
    Duration hour = Duration.ofHours(1);
    try (MemoryProvider provider = open();
        MemorySession session = provider.openSession(sessionContext("m17"))) {
      Play.eachHook(session, "hurry").forEach(this::interrupted);
      for (ToolSchema tool : session.toolSchemas()) {
        interrupted(tool.name(), () -> Play.toolCall(session, tool.name(), "{}"));
      }
      interrupted(
          "openSession", () -> provider.openSession(sessionContext("m17-interrupted")).close());
      interrupted("the session's flush", () -> session.flush(hour));
      interrupted("the provider's flush", () -> provider.flush(hour));
      Play.hooks(session, "take your time"); // and is not worse off than before
    }
    MemoryProvider provider = open();
    MemorySession session = provider.openSession(sessionContext("m17-closed"));
    interrupted("the session's close", session::close);
    interrupted("the provider's close", provider::close);
  }

  private void interrupted(String what, Runnable call) {
    assertTimeoutPreemptively(
        atOnce(),
        () -> {
          Thread.currentThread().interrupt();
          try {
            call.run();
          } catch (MemoryFailClosedException e) {
            // What an agent must not go on without may well be missing now.
          }
          assertTrue(Thread.interrupted(), () -> what + " cleared its caller's interrupt flag");
        },
        () -> what + " did not return to an interrupted caller");
  }

  @Test
  @DisplayName("M18: the host's listener may call the provider, itself or on another thread")
  protected final void m18() throws InterruptedException {
    CallingBack listener = new CallingBack(atOnce());
    try (MemoryProvider provider = open(listener);
        MemorySession session = provider.openSession(sessionContext("m18a"));
        MemorySession other = provider.openSession(sessionContext("m18b"))) {
      listener.start(
          () -> {
            provider.health();
            provider.flush(Duration.ZERO);
            Play.turn(other, "from the listener");
            other.flush(Duration.ZERO);
          });
      Play.hooks(session, "tell the host");
      session.flush(atOnce());
      provider.flush(atOnce());
      assertEquals(List.of(), listener.end());
    }
  }
}
