package dev.kora.memory.host;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import dev.kora.memory.spi.TurnStart;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One conversation with all of a host's memory: the built-in one and the external one, as if they
 * were one session. Calls go to the built-in one first.
 *
 * <p>What a provider throws becomes a notice to the host's listener; only {@link
 * MemoryFailClosedException} comes through, from any call but {@link #close}. A call of the
 * external provider that does not come back within its {@linkplain CallLimits limit} counts as
 * failed, and until it does, the provider is left out of the conversation, but for its tools; its
 * prompt block then fails closed. Threads, order and behaviour after close are those of {@link
 * MemorySession}.
 */
public final class ManagedSession implements MemorySession {
  private final List<IsolatedSession> sessions;
  private final List<IsolatedSession> mirrors;
  private final ToolRouting tools;
  private volatile boolean closed;

  /** The built-in session, if there is one, is the first. */
  ManagedSession(List<IsolatedSession> sessions, boolean hasBuiltIn) {
    this.sessions = List.copyOf(sessions);
    this.mirrors = hasBuiltIn ? sessions.subList(1, sessions.size()) : this.sessions;
    this.tools = new ToolRouting(sessions);
  }

  /**
   * The prompt blocks of all providers, with a blank line between.
   *
   * @throws MemoryFailClosedException if a provider says so, or does not answer in time: an empty
   *     text could not be told from one that is missing
   */
  @Override
  public String systemPromptBlock() {
    return joined(IsolatedSession::systemPromptBlock, (source, text) -> text);
  }

  /** What the providers recall, each fenced as data and named by its source. */
  @Override
  public String prefetch(String query) {
    return joined(s -> s.prefetch(query), RecalledText::fenced);
  }

  @Override
  public void queuePrefetch(String query) {
    each("queuePrefetch", s -> s.queuePrefetch(query));
  }

  @Override
  public void syncTurn(CompletedTurn turn) {
    each("syncTurn", s -> s.syncTurn(turn));
    look();
  }

  /** The tools of all providers; of two with the same name, only the first. */
  @Override
  public List<ToolSchema> toolSchemas() {
    return closed ? List.of() : tools.schemas();
  }

  /** Hands the call to the provider that has the tool. */
  @Override
  public String handleToolCall(String toolName, String argumentsJson) {
    return closed ? JsonError.of("session is closed") : tools.call(toolName, argumentsJson);
  }

  @Override
  public void onTurnStart(TurnStart turn) {
    each("onTurnStart", s -> s.onTurnStart(turn));
    look();
  }

  @Override
  public void onSessionSwitch(SessionSwitch change) {
    each("onSessionSwitch", s -> s.onSessionSwitch(change));
  }

  @Override
  public String onPreCompress(List<Message> messages) {
    List<Message> copy = List.copyOf(messages);
    return joined(s -> s.onPreCompress(copy), (source, text) -> text);
  }

  @Override
  public void onDelegation(Delegation delegation) {
    each("onDelegation", s -> s.onDelegation(delegation));
  }

  /** The same as {@link #writeMemory}, for whoever does not care how it went. */
  @Override
  public void onMemoryWrite(MemoryWrite write) {
    writeMemory(write);
  }

  /**
   * Changes the built-in memory, then tells the external provider, which keeps a mirror. A change
   * that the built-in memory could not make, or did not take from this agent, is not mirrored.
   *
   * @param write the change
   * @return whether it was made; without a built-in memory, whether the external provider took it
   */
  public boolean writeMemory(MemoryWrite write) {
    if (closed) {
      return false;
    }
    boolean hasBuiltIn = mirrors.size() < sessions.size();
    if (hasBuiltIn && !take(sessions.get(0), write)) {
      return false;
    }
    boolean mirrored = mirrors.stream().anyMatch(mirror -> take(mirror, write));
    return hasBuiltIn || mirrored;
  }

  private static boolean take(IsolatedSession session, MemoryWrite write) {
    return session.takesWrites() && session.run("onMemoryWrite", s -> s.onMemoryWrite(write));
  }

  @Override
  public void onSessionEnd(List<Message> messages) {
    List<Message> copy = List.copyOf(messages);
    each("onSessionEnd", s -> s.onSessionEnd(copy));
  }

  /** Flushes all providers within one deadline. */
  @Override
  public FlushResult flush(Duration atMost) {
    if (closed) {
      return FlushResult.nothingLeft();
    }
    FlushResult left = Flushing.all(sessions, atMost, IsolatedSession::flush);
    look();
    return left;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sessions.forEach(IsolatedSession::close);
    }
  }

  private void look() {
    if (!closed) {
      sessions.forEach(IsolatedSession::look);
    }
  }

  private void each(String what, Consumer<MemorySession> call) {
    if (!closed) {
      sessions.forEach(s -> s.run(what, call));
    }
  }

  private String joined(Function<IsolatedSession, String> call, Rendering rendering) {
    if (closed) {
      return "";
    }
    return sessions.stream()
        .map(s -> rendered(s, call.apply(s), rendering))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private static String rendered(IsolatedSession session, String text, Rendering rendering) {
    return text.isBlank() ? "" : rendering.render(session.provider(), text);
  }

  private interface Rendering {
    String render(String source, String text);
  }
}
