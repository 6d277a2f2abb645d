package dev.kora.memory.isokron.substrate;

import org.jspecify.annotations.Nullable;

/**
 * Which entries a search looks for, beside the own active ones.
 *
 * @param others whether also those of other agents that are open to this one
 * @param beginning how their text has to begin, or null
 * @param notBeginning how it must not begin, or null
 */
public record ScratchpadScope(
    boolean others, @Nullable String beginning, @Nullable String notBeginning) {
  /** All own ones. */
  public static final ScratchpadScope OWN = new ScratchpadScope(false, null, null);
}
