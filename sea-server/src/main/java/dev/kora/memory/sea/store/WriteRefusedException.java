package dev.kora.memory.sea.store;

/** The database refused a write for a reason that is the client's to mend. */
public final class WriteRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons. */
  public enum Reason {
    /** The key was used for other bytes. */
    KEY_REUSED,
    /** A value that is not allowed. */
    VALUE,
    /** The token is not, or no longer, good for this workspace. */
    TOKEN,
    /** The token's actor lacks the capability. */
    CAPABILITY,
    /**
     * What the write refers to is not there, or not as it would have to be; the message says what.
     */
    STATE
  }

  /** Why. */
  private final Reason reason;

  WriteRefusedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
