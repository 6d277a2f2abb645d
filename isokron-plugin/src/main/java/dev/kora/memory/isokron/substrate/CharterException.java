package dev.kora.memory.isokron.substrate;

/**
 * The substrate answered, and what it holds is no charter that an agent may start from. The message
 * is one line: what is wrong and what to do.
 */
public final class CharterException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** No active charter, or none that this login sees. */
    MISSING,
    /** The text has another hash than the one beside it, or there is none beside it. */
    DRIFT,
    /** More than one is active. */
    SEVERAL,
    /** It is longer than a prompt should be; a part of it would not do. */
    SIZE,
    /** A section that is needed is not there, or is not text. */
    SHAPE
  }

  private final Reason reason;

  CharterException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
