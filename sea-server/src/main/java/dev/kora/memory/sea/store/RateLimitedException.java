package dev.kora.memory.sea.store;

/** The actor wrote as often as its policy allows; nothing was written. */
public final class RateLimitedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How long to wait. */
  private final long retryAfterMillis;

  RateLimitedException(long retryAfterMillis, String message, Throwable cause) {
    super(message, cause);
    this.retryAfterMillis = retryAfterMillis;
  }

  /** In how many milliseconds there is room for one write; 1 to 60,000. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }
}
