package dev.kora.memory.sea.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token; the token itself is not.
 *
 * @param id names it where it can be revoked
 * @param workspaceId the only workspace that it opens
 * @param actorKind who its writes are attributed to
 * @param createdAt when it was made
 * @param expiresAt null for never
 * @param ofServer whether a server made it for itself, for as long as it lives
 * @param state whether it is let in now
 */
public record ServiceToken(
    UUID id,
    String workspaceId,
    String actorKind,
    Instant createdAt,
    @Nullable Instant expiresAt,
    boolean ofServer,
    State state) {
  /** What becomes of a request with it. */
  public enum State {
    /** It is let in. */
    VALID,
    /** Its time is over. */
    EXPIRED,
    /** It was taken back. */
    REVOKED
  }
}
