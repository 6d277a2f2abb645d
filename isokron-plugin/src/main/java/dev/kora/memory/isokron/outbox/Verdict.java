package dev.kora.memory.isokron.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt to deliver a record amounts to. */
public sealed interface Verdict {
  /** Why it failed, in one line; empty for what is in. */
  default String reason() {
    return "";
  }

  /**
   * It is in.
   *
   * @param resultId the id of what it became
   */
  record Delivered(String resultId) implements Verdict {}

  /**
   * Not now: try the same record again. Says nothing against the record.
   *
   * @param retryAfter how long the server asks to wait, or null
   */
  record Retry(String reason, @Nullable Duration retryAfter) implements Verdict {}

  /**
   * The server may have it, and said nothing that settles it: try the same record again. One that
   * ends so over and over may be at fault by itself.
   */
  record Unclear(String reason) implements Verdict {}

  /**
   * Nothing of this kind can be delivered until something is mended.
   *
   * @param tool the only tool concerned, or null for the whole target
   */
  record Pause(String reason, @Nullable String tool) implements Verdict {}

  /**
   * This record may be at fault by itself.
   *
   * @param atOnce whether once is enough to see if the one behind it is accepted
   */
  record Suspect(String reason, boolean atOnce) implements Verdict {}
}
