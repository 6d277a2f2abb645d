package dev.kora.memory.spi;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a write that a provider had accepted.
 *
 * @param state where it stands now
 * @param workspaceId the workspace it belongs to
 * @param subject what it is: an event's type, or the name of the tool that writes it
 * @param key the write's own id, the same in every report on it
 * @param resultId what the store called it, or null while it has no name there
 * @param reason why it is not delivered, or null; holds no secret
 */
public record Delivery(
    State state,
    String workspaceId,
    String subject,
    UUID key,
    @Nullable String resultId,
    @Nullable String reason) {

  /** Where a write stands. */
  public enum State {
    /** The store has it. Final. */
    DELIVERED,
    /** An attempt failed; another will be made. */
    RETRYING,
    /** It waits for a person or for a change of the store; others go on without it. */
    PARKED,
    /** The store will not have it. Final. */
    REFUSED
  }

  /** Checks the components. */
  public Delivery {
    Objects.requireNonNull(state, "state");
    Require.notBlank(workspaceId, "workspaceId");
    Require.notBlank(subject, "subject");
    Objects.requireNonNull(key, "key");
  }
}
