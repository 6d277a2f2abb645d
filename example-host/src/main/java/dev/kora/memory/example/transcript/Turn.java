package dev.kora.memory.example.transcript;

import java.util.List;

/**
 * One exchange: the user's lines and the assistant's that follow. Where the assistant opens a
 * conversation, the first turn has no line of the user.
 *
 * @param user the user's lines, possibly none
 * @param assistant the assistant's answer, possibly none
 */
public record Turn(List<Utterance> user, List<Utterance> assistant) {
  /** Copies both lists. */
  public Turn {
    user = List.copyOf(user);
    assistant = List.copyOf(assistant);
  }

  /** The user's lines as one text; empty where the assistant speaks first. */
  public String userText() {
    return String.join("\n", user.stream().map(Utterance::text).toList());
  }
}
