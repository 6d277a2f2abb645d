package dev.kora.memory.sea;

import org.jspecify.annotations.Nullable;

/**
 * The server could not do what was asked. The message is written for the user: what happened,
 * where, and what to do; it holds no secret.
 */
public final class SeaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one without a cause.
   *
   * @param message for the user
   */
  public SeaException(String message) {
    super(message);
  }

  /**
   * Makes one with a cause.
   *
   * @param message for the user
   * @param cause what lies behind it, for a log
   */
  public SeaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
