package dev.kora.memory.isokron.doctor;

/**
 * One thing that was looked at.
 *
 * @param name what: a group and a word, like {@code sea.token}
 * @param state how it is
 * @param detail what was found, one line without secrets
 * @param advice what to do about it; empty where there is nothing to do
 */
public record Check(String name, State state, String detail, String advice) {
  /** How the detail of a check begins that was not made. */
  static final String NOT_CHECKED = "not checked: ";

  /** Whether there was anything to look at; false is a warning. */
  public boolean wasMade() {
    return !detail.startsWith(NOT_CHECKED);
  }

  /** How a thing is. */
  public enum State {
    /** As it should be. */
    OK,
    /** It works with less than there could be, or it was not looked at. */
    WARN,
    /** It does not work. */
    FAIL
  }
}
