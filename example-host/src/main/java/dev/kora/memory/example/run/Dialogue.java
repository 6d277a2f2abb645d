package dev.kora.memory.example.run;

import dev.kora.memory.host.RecallScrubber;
import dev.kora.memory.spi.Message;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A conversation in which one person says the user's lines and the model's, in turns. */
final class Dialogue {
  private final Conversation conversation;
  private final Screen screen;
  private final Clock clock;
  private @Nullable Message asked;

  Dialogue(Conversation conversation, Screen screen, Clock clock) {
    this.conversation = conversation;
    this.screen = screen;
    this.clock = clock;
  }

  /** Short, because it stands in the ids of what is recalled. */
  static String newSessionId() {
    return "run-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Whether the user has spoken and the model has not. */
  boolean awaitsModel() {
    return asked != null;
  }

  /** Takes the line of whoever's turn it is. */
  void say(String text) {
    if (asked == null) {
      String recalled = conversation.begin(text);
      asked = message(Message.Role.USER, text);
      if (!recalled.isEmpty()) {
        screen.data(recalled);
      }
    } else {
      String answer = withoutRecall(text);
      if (!answer.equals(text)) {
        screen.note("The answer repeats what memory recalled; without that it is: " + answer);
      }
      finish(answer.isBlank() ? null : message(Message.Role.ASSISTANT, answer));
    }
  }

  /** A host whose model streams its answer shows each piece that comes out. */
  private static String withoutRecall(String answer) {
    RecallScrubber scrubber = new RecallScrubber();
    return scrubber.accept(answer) + scrubber.end();
  }

  /** Ends what was said and goes on under a new session id. */
  void startAnew() {
    finish(null);
    conversation.startAnew(newSessionId());
  }

  /** Ends the conversation. A question that has no answer is kept without one. */
  void end() {
    finish(null);
    conversation.end();
  }

  private void finish(@Nullable Message answer) {
    Message question = asked;
    if (question == null) {
      return;
    }
    asked = null;
    List<Message> messages = new ArrayList<>(List.of(question));
    if (answer != null) {
      messages.add(answer);
    }
    conversation.finish(question.text(), messages);
  }

  private Message message(Message.Role role, String text) {
    return new Message(role, text, null, null, clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }
}
