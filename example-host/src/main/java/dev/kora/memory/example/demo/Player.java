package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Progress;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.example.transcript.Turn;
import dev.kora.memory.example.transcript.Utterance;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.TurnStart;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a transcript as an agent host would live it: each turn is announced, memory is asked for
 * what it recalls, the finished turn is handed over, and the next recall is started in the
 * background. A new conversation ends the one before and switches the session.
 */
final class Player {
  private final MemorySession memory;
  private final String runId;
  private final Progress progress;
  private final List<Message> conversation = new ArrayList<>();
  private int utterances;
  private int turns;
  private int turnsWithRecall;

  Player(MemorySession memory, String runId, Progress progress) {
    this.memory = memory;
    this.runId = runId;
    this.progress = progress;
  }

  /** Plays everything; the last conversation is left open. */
  Player play(Transcript transcript) {
    boolean first = true;
    for (var session : transcript.sessions().entrySet()) {
      if (!first) {
        memory.onSessionEnd(conversation);
        conversation.clear();
        memory.onSessionSwitch(
            new SessionSwitch(SessionSwitch.Kind.RESET, sessionId(runId, session.getKey()), null));
      }
      first = false;
      int number = 0;
      for (Turn turn : session.getValue()) {
        play(++number, turn);
        progress.at(utterances, transcript.utterances().size());
      }
    }
    return this;
  }

  private void play(int number, Turn turn) {
    memory.onTurnStart(new TurnStart(number, turn.userText()));
    if (!memory.prefetch(turn.userText()).isEmpty()) {
      turnsWithRecall++;
    }
    List<Message> messages = new ArrayList<>();
    turn.user().forEach(said -> messages.add(message(Message.Role.USER, said)));
    turn.assistant().forEach(said -> messages.add(message(Message.Role.ASSISTANT, said)));
    memory.syncTurn(new CompletedTurn(number, messages));
    memory.queuePrefetch(turn.userText());
    conversation.addAll(messages);
    utterances += messages.size();
    turns++;
  }

  private static Message message(Message.Role role, Utterance said) {
    return new Message(role, said.text(), said.id(), said.speaker(), said.at());
  }

  static String sessionId(String runId, int number) {
    return runId + "-session-" + number;
  }

  /** The messages of the conversation that is still open. */
  List<Message> conversation() {
    return List.copyOf(conversation);
  }

  int utterances() {
    return utterances;
  }

  int turns() {
    return turns;
  }

  int turnsWithRecall() {
    return turnsWithRecall;
  }
}
