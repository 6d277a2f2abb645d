package dev.kora.memory.spi;

import java.util.List;

/**
 * A turn that is over.
 *
 * @param number that of its {@link TurnStart}
 * @param messages what was said in it, in order: the user's, then the model's; may be empty
 */
public record CompletedTurn(int number, List<Message> messages) {

  /** Checks and copies the components. */
  public CompletedTurn {
    if (number < 1) {
      throw new IllegalArgumentException("number must be 1 or more but is " + number);
    }
    messages = List.copyOf(messages);
  }
}
