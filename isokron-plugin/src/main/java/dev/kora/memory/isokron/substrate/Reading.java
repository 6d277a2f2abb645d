package dev.kora.memory.isokron.substrate;

import java.time.Instant;
import java.util.Optional;

/** What a {@link CachedRead} knows of a workspace. */
public sealed interface Reading<T> {

  /** Read lately, and nothing has said since that it is out of date. */
  record Fresh<T>(T value, Instant at) implements Reading<T> {}

  /**
   * The last good value: it cannot be read again now.
   *
   * @param at when it was read
   * @param why what keeps it from being read, in one line
   */
  record Stale<T>(T value, Instant at, String why) implements Reading<T> {}

  /**
   * No value.
   *
   * @param why what keeps it from being read, in one line
   * @param away whether the substrate is out of reach or does not answer; false if it answered with
   *     something that must not be used
   */
  record Missing<T>(String why, boolean away) implements Reading<T> {}

  /** The value, fresh or stale, if there is one. */
  default Optional<T> lastGood() {
    if (this instanceof Fresh<T> fresh) {
      return Optional.of(fresh.value());
    }
    return this instanceof Stale<T> stale ? Optional.of(stale.value()) : Optional.empty();
  }
}
