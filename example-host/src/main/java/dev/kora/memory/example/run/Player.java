package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Progress;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.example.transcript.Turn;
import dev.kora.memory.example.transcript.Utterance;
import dev.kora.memory.spi.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a transcript as an agent host would live it. A new conversation ends the one before and
 * switches the session.
 */
public final class Player {
  private final Conversation conversation;
  private final String runId;
  private final Progress progress;
  private int utterances;
  private int turns;
  private int turnsWithRecall;

  /**
   * A player that has not begun.
   *
   * @param conversation the first one, its session opened as {@link #sessionId} says
   * @param runId what the ids of the sessions begin with
   * @param progress hears how many lines are played
   */
  public Player(Conversation conversation, String runId, Progress progress) {
    this.conversation = conversation;
    this.runId = runId;
    this.progress = progress;
  }

  /** Plays everything; the last conversation is left open. */
  public Player play(Transcript transcript) {
    boolean first = true;
    for (var session : transcript.sessions().entrySet()) {
      if (!first) {
        conversation.startAnew(sessionId(runId, session.getKey()));
      }
      first = false;
      for (Turn turn : session.getValue()) {
        play(turn);
        progress.at(utterances, transcript.utterances().size());
      }
    }
    return this;
  }

  private void play(Turn turn) {
    if (!conversation.begin(turn.userText()).isEmpty()) {
      turnsWithRecall++;
    }
    List<Message> messages = new ArrayList<>();
    turn.user().forEach(line -> messages.add(message(Message.Role.USER, line)));
    turn.assistant().forEach(line -> messages.add(message(Message.Role.ASSISTANT, line)));
    conversation.finish(turn.userText(), messages);
    utterances += messages.size();
    turns++;
  }

  private static Message message(Message.Role role, Utterance line) {
    return new Message(role, line.text(), line.id(), line.speaker(), line.at());
  }

  /** The id of a transcript's session in a run. */
  public static String sessionId(String runId, int number) {
    return runId + "-session-" + number;
  }

  /** How many lines were played. */
  public int utterances() {
    return utterances;
  }

  /** How many turns were played. */
  public int turns() {
    return turns;
  }

  /** For how many of them memory recalled something. */
  public int turnsWithRecall() {
    return turnsWithRecall;
  }
}
