package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.TurnStart;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** A secret that one workspace hears, and that another asks for. */
final class WorkspaceLeak {
  private static final String CANARY = "canary4711";
  private static final String SECRET = "The code word of project Heron is " + CANARY + ".";
  // Near enough that a search finds the secret, and without it, so that an echo is no leak.
  private static final String QUESTION = "What is the code word of project Heron?";

  private final MemoryProvider provider;
  private final BiFunction<String, String, SessionContext> contexts;
  private final Duration flush;
  private int turn;

  /** The contexts are made from a session's id and a workspace. */
  WorkspaceLeak(
      MemoryProvider provider,
      BiFunction<String, String, SessionContext> contexts,
      Duration flush) {
    this.provider = provider;
    this.contexts = contexts;
    this.flush = flush;
  }

  /** In a session that was there before, while it is said and after, and in a later one. */
  void lookForIt() {
    try (MemorySession before = open("m14-b1", "tck-b")) {
      lookAt(before);
      try (MemorySession other = open("m14-a", "tck-a")) {
        say(other);
        other.flush(flush);
        provider.flush(flush);
        lookAt(before);
      }
      try (MemorySession later = open("m14-b2", "tck-b")) {
        lookAt(later);
      }
    }
  }

  private MemorySession open(String sessionId, String workspace) {
    return provider.openSession(contexts.apply(sessionId, workspace));
  }

  private void say(MemorySession session) {
    turn++;
    session.onTurnStart(new TurnStart(turn, SECRET));
    session.syncTurn(
        new CompletedTurn(
            turn,
            List.of(
                Message.of(Message.Role.USER, SECRET),
                Message.of(Message.Role.ASSISTANT, "Noted: " + SECRET))));
    session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, MemoryWrite.MEMORY, SECRET));
    session.onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, MemoryWrite.USER, SECRET));
  }

  private void lookAt(MemorySession session) {
    turn++;
    session.onTurnStart(new TurnStart(turn, QUESTION));
    hasNone("systemPromptBlock()", session.systemPromptBlock());
    hasNone("prefetch()", session.prefetch(QUESTION));
    session.queuePrefetch(QUESTION);
    session.flush(Duration.ZERO);
    hasNone("prefetch() after queuePrefetch()", session.prefetch(QUESTION));
    hasNone("prefetch() of nothing", session.prefetch(""));
  }

  private static void hasNone(String what, String text) {
    assertFalse(
        text != null && text.contains(CANARY),
        () -> what + " shows what was said in another workspace: " + text);
  }
}
