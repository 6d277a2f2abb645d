package dev.kora.memory.spi;

import java.util.Objects;

/**
 * A change of the host's built-in memory.
 *
 * @param action what is done
 * @param target where: {@code memory} (the agent's notes) or {@code user} (what it knows of the
 *     user)
 * @param text the entry; what it means depends on the action, for blank text (empty, or nothing but
 *     white space) too
 */
public record MemoryWrite(Action action, String target, String text) {

  /** The agent's notes. */
  public static final String MEMORY = "memory";

  /** What the agent knows of its user. */
  public static final String USER = "user";

  /** What is done. */
  public enum Action {
    /** The text becomes a new entry, after the others. Blank text is refused: it is no entry. */
    ADD,
    /** The text is all that the target holds from now on. Blank text empties the target. */
    REPLACE,
    /**
     * The entry that is exactly this text goes away; if there is none, nothing happens. Blank text
     * is refused: it is no entry, and not a way to say "all".
     */
    REMOVE
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the target is another, or the text is blank and the action
   *     not {@link Action#REPLACE}
   */
  public MemoryWrite {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(text, "text");
    if (!target.equals(MEMORY) && !target.equals(USER)) {
      throw new IllegalArgumentException(
          "target must be \"memory\" or \"user\" but is \"" + target + "\"");
    }
    if (action != Action.REPLACE) {
      Require.notBlank(text, "text");
    }
  }
}
