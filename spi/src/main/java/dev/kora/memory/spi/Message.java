package dev.kora.memory.spi;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One utterance of a conversation.
 *
 * @param role whose part it is
 * @param text what was said; may be empty
 * @param id the host's id for it, or null
 * @param speaker the speaker's name, or null
 * @param at when it was said, or null
 */
public record Message(
    Role role, String text, @Nullable String id, @Nullable String speaker, @Nullable Instant at) {

  /** Whose part an utterance is. */
  public enum Role {
    /** The person's. */
    USER,
    /** The model's. */
    ASSISTANT,
    /** The host's instructions. */
    SYSTEM,
    /** A tool's answer. */
    TOOL
  }

  /** Checks the components. */
  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(text, "text");
    Require.nullOrNotBlank(id, "id");
    Require.nullOrNotBlank(speaker, "speaker");
  }

  /**
   * An utterance of which only role and text are known.
   *
   * @param role see above
   * @param text see above
   * @return the message
   */
  public static Message of(Role role, String text) {
    return new Message(role, text, null, null, null);
  }
}
