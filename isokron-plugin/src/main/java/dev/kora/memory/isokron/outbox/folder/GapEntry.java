package dev.kora.memory.isokron.outbox.folder;

import org.jspecify.annotations.Nullable;

/** A gap and how far it is. Guarded by {@link Gaps}. */
final class GapEntry {
  Gap gap;
  boolean saved;

  /** Whether it grew since the last look. */
  boolean restless;

  boolean offered;

  /** Its event is in the chain, or an operator knows; only the file may still be there. */
  boolean told;

  /** Why the server does not take its event. */
  @Nullable String refused;

  GapEntry(Gap gap) {
    this.gap = gap;
  }

  boolean mayBeOffered() {
    return gap.canBeTold() && refused == null && !told;
  }

  /** Whether no file has to be written. */
  boolean isSettled() {
    return saved || told;
  }
}
