package dev.kora.memory.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversation goes on under another id.
 *
 * @param kind why
 * @param newSessionId the id from now on
 * @param parentSessionId the id it comes from, or null
 */
public record SessionSwitch(Kind kind, String newSessionId, @Nullable String parentSessionId) {

  /** Why a conversation has a new id. */
  public enum Kind {
    /** An earlier conversation is taken up again. */
    RESUME,
    /** A copy goes its own way. */
    BRANCH,
    /** It starts anew: nothing cached may survive. */
    RESET,
    /** The host compressed its context. */
    COMPRESSION
  }

  /** Checks the components. */
  public SessionSwitch {
    Objects.requireNonNull(kind, "kind");
    Require.notBlank(newSessionId, "newSessionId");
    Require.nullOrNotBlank(parentSessionId, "parentSessionId");
  }
}
