package dev.kora.memory.example.run;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent's conversation with its memory, in the order that the SPI asks for: a turn is announced,
 * the prompt is built, memory is asked for what it recalls; when the turn is over it is handed to
 * memory, which starts on the next recall. Not for use by several threads.
 *
 * <p>A {@link dev.kora.memory.spi.MemoryFailClosedException} of the memory comes through; the turn
 * that it meets is not played.
 */
public final class Conversation {
  private final MemorySession memory;
  private final List<Message> said = new ArrayList<>();
  private int turn;

  /** A conversation that has not begun, under the id that the session was opened with. */
  public Conversation(MemorySession memory) {
    this.memory = memory;
  }

  /** The system prompt's part that comes from memory. */
  public String prompt() {
    return memory.systemPromptBlock();
  }

  /** Begins a turn with what the user says; answers with what memory recalls, possibly nothing. */
  String begin(String userText) {
    memory.onTurnStart(new TurnStart(turn + 1, userText));
    memory.systemPromptBlock();
    String recalled = memory.prefetch(userText);
    turn++;
    return recalled;
  }

  /** Ends the turn that was begun. */
  void finish(String userText, List<Message> messages) {
    memory.syncTurn(new CompletedTurn(turn, messages));
    memory.queuePrefetch(userText);
    said.addAll(messages);
  }

  /** Ends this conversation, if anything was said, and starts another one. */
  void startAnew(String sessionId) {
    end();
    memory.onSessionSwitch(new SessionSwitch(SessionSwitch.Kind.RESET, sessionId, null));
  }

  /** Ends this conversation, if anything was said; the memory stays open. */
  public void end() {
    if (turn > 0) {
      memory.onSessionEnd(messages());
    }
    said.clear();
    turn = 0;
  }

  /** What was said so far, oldest first. */
  public List<Message> messages() {
    return List.copyOf(said);
  }

  int turns() {
    return turn;
  }
}
