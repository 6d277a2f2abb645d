package dev.kora.memory.spi;

import java.util.Objects;

/**
 * What a flush left over.
 *
 * @param undelivered how many accepted writes are not delivered
 * @param detail where they are and why, for a person; empty if there is nothing to say
 */
public record FlushResult(long undelivered, String detail) {

  private static final FlushResult NOTHING_LEFT = new FlushResult(0, "");

  /** Checks the components. */
  public FlushResult {
    Require.notNegative(undelivered, "undelivered");
    Objects.requireNonNull(detail, "detail");
  }

  /**
   * The best answer.
   *
   * @return a result with nothing undelivered
   */
  public static FlushResult nothingLeft() {
    return NOTHING_LEFT;
  }

  /**
   * Whether everything was delivered.
   *
   * @return true if nothing is left
   */
  public boolean complete() {
    return undelivered == 0;
  }
}
