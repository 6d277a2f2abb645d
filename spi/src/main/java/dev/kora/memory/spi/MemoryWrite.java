package dev.kora.memory.spi;

import java.util.Objects;

/**
 * A change of the host's built-in memory.
 *
 * @param action what is done
 * @param target where: {@code memory} (the agent's notes) or {@code user} (what it knows of the
 *     user)
 * @param text the entry; what it means depends on the action. Empty is allowed for {@link
 *     Action#REPLACE} only, where it empties the target
 */
public record MemoryWrite(Action action, String target, String text) {

  /** The agent's notes. */
  public static final String MEMORY = "memory";

  /** What the agent knows of its user. */
  public static final String USER = "user";

  /** What is done. */
  public enum Action {
    /** The text becomes a new entry, after the others. */
    ADD,
    /** The text is all that the target holds from now on. */
    REPLACE,
    /** The entry that is exactly this text goes away. */
    REMOVE
  }

  /** Checks the components. */
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
