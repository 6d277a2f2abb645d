package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.host.JsonSyntax;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the kit does with a session: a conversation in small, and tool calls of a careless model.
 */
final class Play {
  static final List<String> GARBAGE =
      List.of(
          "",
          "{}",
          "null",
          "[]",
          "{",
          "\"text\"",
          "1e999",
          "{\"a\":1,\"a\":2}",
          "{\"id\":-1e400,\"text\":\"\\u0000\\ud800\",\"limit\":\"many\"}",
          "\u0000\ud800",
          "[".repeat(20_000),
          "{\"text\":\"" + "x".repeat(200_000) + "\"}");

  private static final AtomicLong IDS = new AtomicLong();

  private Play() {}

  static void toolCall(MemorySession session, String tool, String arguments) {
    String answer = session.handleToolCall(tool, arguments);
    assertNotNull(answer, () -> "the tool " + tool + " answered null");
    assertTrue(
        JsonSyntax.isObject(answer),
        () -> "the tool %s answered no JSON object: %s".formatted(tool, shortened(answer)));
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  /**
   * Every hook once, in the order of a conversation, with one text everywhere. Ends the
   * conversation, then goes on with a new session id, so that it can be played again on the same
   * session: each id is ended once.
   */
  static void hooks(MemorySession session, String text) {
    eachHook(session, text).values().forEach(Runnable::run);
  }

  /** The calls of {@link #hooks} by the names of the hooks, in that order. */
  static Map<String, Runnable> eachHook(MemorySession session, String text) {
    Message user = Message.of(Message.Role.USER, text);
    Message assistant = Message.of(Message.Role.ASSISTANT, text);
    Map<String, Runnable> hooks = new LinkedHashMap<>();
    hooks.put("onTurnStart", () -> session.onTurnStart(new TurnStart(1, text)));
    hooks.put(
        "systemPromptBlock",
        () -> assertNotNull(session.systemPromptBlock(), "systemPromptBlock() returned null"));
    hooks.put("prefetch", () -> assertNotNull(session.prefetch(text), "prefetch() returned null"));
    hooks.put(
        "syncTurn",
        () -> {
          session.syncTurn(new CompletedTurn(1, List.of(user, assistant)));
          session.syncTurn(new CompletedTurn(2, List.of()));
        });
    hooks.put("queuePrefetch", () -> session.queuePrefetch(text));
    hooks.put(
        "onMemoryWrite",
        () -> {
          session.onMemoryWrite(
              new MemoryWrite(MemoryWrite.Action.ADD, MemoryWrite.USER, "likes: " + text));
          session.onMemoryWrite(
              new MemoryWrite(MemoryWrite.Action.REPLACE, MemoryWrite.MEMORY, text));
        });
    hooks.put("onDelegation", () -> session.onDelegation(new Delegation("child", text, text)));
    hooks.put(
        "onPreCompress",
        () -> assertNotNull(session.onPreCompress(List.of(user)), "onPreCompress() was null"));
    hooks.put("onSessionEnd", () -> session.onSessionEnd(List.of(user, assistant)));
    hooks.put("onSessionSwitch", () -> goOn(session, SessionSwitch.Kind.RESET, null));
    return hooks;
  }

  /** Goes on under a new session id. */
  static void goOn(MemorySession session, SessionSwitch.Kind kind, @Nullable String parent) {
    session.onSessionSwitch(new SessionSwitch(kind, "tck-" + IDS.incrementAndGet(), parent));
  }

  /** What a turn calls, and no more. */
  static void turn(MemorySession session, String text) {
    session.onTurnStart(new TurnStart(1, text));
    session.prefetch(text);
    session.syncTurn(new CompletedTurn(1, List.of(Message.of(Message.Role.USER, text))));
    session.queuePrefetch(text);
  }
}
