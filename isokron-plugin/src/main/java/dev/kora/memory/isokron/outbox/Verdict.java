package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt to deliver a record amounts to. */
public sealed interface Verdict {
  /**
   * It is in.
   *
   * @param resultId the id of what it became
   */
  record Delivered(String resultId) implements Verdict {}

  /**
   * Not now: try the same record again.
   *
   * @param retryAfter how long the server asks to wait, or null
   */
  record Retry(String reason, @Nullable Duration retryAfter) implements Verdict {}

  /**
   * Nothing of this kind can be delivered until something is mended.
   *
   * @param tool the only tool concerned, or null for the whole target
   */
  record Pause(String reason, @Nullable String tool) implements Verdict {}

  /** This record may be at fault by itself: see whether the one behind it is accepted. */
  record Suspect(String reason) implements Verdict {}
}
