package dev.kora.memory.spi;

import org.jspecify.annotations.Nullable;

/**
 * The agent must not go on: something that it may not be without, such as its identity, is missing
 * or was tampered with. The one exception of a provider that a host passes on instead of isolating:
 * it shows the message to the user and starts no turn.
 */
public class MemoryFailClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With a message only.
   *
   * @param message what is missing and what to do, for a person; holds no secret
   */
  public MemoryFailClosedException(String message) {
    super(message);
  }

  /**
   * With a cause.
   *
   * @param message what is missing and what to do, for a person; holds no secret
   * @param cause what led to it, or null
   */
  public MemoryFailClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
