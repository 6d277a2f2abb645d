package dev.kora.memory.spi;

import java.time.Duration;
import java.util.List;

/**
 * The memory of one conversation. Its workspace never changes; no call can name another's.
 *
 * <p>A turn calls, in this order: {@link #onTurnStart}, {@link #systemPromptBlock} (a host may do
 * that once per session only), {@link #prefetch}, any number of {@link #handleToolCall}s, {@link
 * #syncTurn}, {@link #queuePrefetch} for the next turn. {@link #onSessionEnd} comes at most once
 * per session id, before {@link #close}; a host that dies calls neither. Any of these may be
 * missing, or come in another order (rule M21): a tool call before the first turn, an end without a
 * turn, a turn without its start.
 *
 * <p>Threads: the calls of one session come one at a time unless a method says otherwise, not
 * always from the same thread. Different sessions are called at the same time (rule M14). A caller
 * that is interrupted gets its answer soon and keeps its interrupt flag (rule M17). A call that
 * takes much too long is interrupted and given up (rule H10).
 *
 * <p>Errors: no method throws for reasons of the outside world (a store that is away, an argument
 * that a model made up); it logs, or answers with an error, and the conversation goes on (rule
 * M10). The one exception is {@link MemoryFailClosedException} where a method names it. Strings
 * that are returned are never null; empty means there is nothing to say.
 *
 * <p>After {@link #close}, every method returns at once and without an exception: best with an
 * empty string or list, an error object from {@link #handleToolCall}, and nothing done in hooks
 * (rule M13).
 *
 * <p>Every method has a default, so a plugin implements what it has.
 */
public interface MemorySession extends AutoCloseable {

  /**
   * Text for the system prompt: identity, rules, what the agent should know from the start.
   *
   * @return never null; empty for none
   * @throws MemoryFailClosedException if the agent must not go on without it; the host then starts
   *     no turn
   */
  default String systemPromptBlock() {
    return "";
  }

  /**
   * What memory has to say to this query. On the user's critical path: serves what {@link
   * #queuePrefetch} fetched, or looks for a fraction of a second at most.
   *
   * @param query what the user just said; may be empty
   * @return text that the host shows the model as data, never as instructions; never null, empty
   *     for none
   */
  default String prefetch(String query) {
    return "";
  }

  /**
   * Starts fetching in the background what {@link #prefetch} may be asked next. Returns at once.
   *
   * @param query what the next turn is likely to be about; may be empty
   */
  default void queuePrefetch(String query) {}

  /**
   * Keeps a turn that is over. Never waits for a network. Called once per turn, in order.
   *
   * @param turn what was said
   */
  default void syncTurn(CompletedTurn turn) {}

  /**
   * The tools that this session offers to the model (rule M8). Called once or more; the answer
   * stays the same for the life of the session.
   *
   * @return never null, names unique
   */
  default List<ToolSchema> toolSchemas() {
    return List.of();
  }

  /**
   * Runs a tool. The arguments come from a model: treat them as hostile (rule M9).
   *
   * <p>May be called from several threads at once (rule M14). May take as long as a network call
   * does.
   *
   * @param toolName as the model wrote it; normally one of {@link #toolSchemas()}
   * @param argumentsJson as the model wrote it; normally a JSON object, possibly any text
   * @return one JSON object as text, for errors too ({@code {"ok":false,"error":"…"}}); never null
   */
  default String handleToolCall(String toolName, String argumentsJson) {
    return "{\"ok\":false,\"error\":\"unknown tool\"}";
  }

  /**
   * A turn begins. First call of each turn; a good moment to warm caches in the background.
   *
   * @param turn its number and what the user said
   */
  default void onTurnStart(TurnStart turn) {}

  /**
   * The host goes on with another session id, in the same workspace and on this object. The
   * conversation before may have been {@linkplain #onSessionEnd ended}, or just goes on (rule M21).
   *
   * @param change the new id and why
   */
  default void onSessionSwitch(SessionSwitch change) {}

  /**
   * The host is about to drop messages from its context window.
   *
   * @param messages what will be dropped, oldest first
   * @return text that the host adds to its summary; never null, empty for none
   */
  default String onPreCompress(List<Message> messages) {
    return "";
  }

  /**
   * A sub-agent came back with a result. May be called from several threads at once (rule M14).
   *
   * @param delegation what was asked and answered
   */
  default void onDelegation(Delegation delegation) {}

  /**
   * The host's built-in memory was changed; mirrors keep a copy. Never waits for a network.
   *
   * @param write the change
   */
  default void onMemoryWrite(MemoryWrite write) {}

  /**
   * The conversation is over. Called at most once per session id (rule H5), before {@link #close}:
   * after {@link #onSessionSwitch} with a new id, another conversation goes on here and may end
   * too. Never waits for a network.
   *
   * @param messages the conversation, oldest first; a host that does not keep it passes none
   */
  default void onSessionEnd(List<Message> messages) {}

  /**
   * Waits until every write that this session had accepted is delivered or the time is over (rule
   * M11). An interrupt ends the wait early; the thread's interrupt flag is set again (rule M17).
   *
   * @param atMost how long to wait at most; zero only looks
   * @return what is left, never null; by default nothing is, which is right for a session that
   *     writes at once
   */
  default FlushResult flush(Duration atMost) {
    return FlushResult.nothingLeft();
  }

  /**
   * Ends this session; nothing is left running for it. What was accepted is still delivered by the
   * provider. Calling it again does nothing (rule M12). Does not throw.
   */
  @Override
  default void close() {}
}
