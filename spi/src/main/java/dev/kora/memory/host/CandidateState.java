package dev.kora.memory.host;

import java.util.Locale;

/** Where a candidate stands. */
public enum CandidateState {
  /** It is the one that the host uses. */
  CHOSEN,
  /** It could be used. */
  AVAILABLE,
  /** It is sound, but its configuration does not let it be used. */
  UNAVAILABLE,
  /** It cannot be used, whatever its configuration. */
  REJECTED;

  /**
   * The state in reports.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
