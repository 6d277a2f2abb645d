package dev.kora.memory.isokron.substrate;

/** The substrate could not be read. The message is one line without secrets. */
public final class SubstrateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean away;

  SubstrateException(String message, boolean away, Throwable cause) {
    super(message, cause);
    this.away = away;
  }

  /**
   * Whether the substrate itself is out of reach: no connection, a refused login, no answer in
   * time; not a mistake in one query or a right that is missing.
   */
  public boolean isAway() {
    return away;
  }
}
