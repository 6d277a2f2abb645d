package dev.kora.memory.spi;

import java.util.Objects;

/**
 * A turn that begins.
 *
 * @param number 1 for a session's first turn, growing by one
 * @param userText what the user said; may be empty
 */
public record TurnStart(int number, String userText) {

  /** Checks the components. */
  public TurnStart {
    if (number < 1) {
      throw new IllegalArgumentException("number must be 1 or more but is " + number);
    }
    Objects.requireNonNull(userText, "userText");
  }
}
