package dev.kora.memory.isokron.outbox.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One write that waits for its delivery.
 *
 * @param key made before the first send and the same at every retry; a server that knows it makes
 *     one row of it whatever is retried
 * @param workspace whose write it is; writes of a workspace are delivered in order
 * @param tool the Sea tool that carries it
 * @param subject the event type, or the tool's name: what reports call it
 * @param origin what in the plugin asked for it, for the log
 * @param arguments the tool's arguments as JSON text
 * @param happenedAtMicros when it happened, in microseconds since the epoch
 * @param target the server it is meant for
 * @param followUp the write that has to follow this one, or null
 */
public record OutboxRecord(
    UUID key,
    String workspace,
    String tool,
    String subject,
    String origin,
    String arguments,
    long happenedAtMicros,
    String target,
    @Nullable FollowUp followUp) {

  // The objects around the texts, roughly.
  private static final int OVERHEAD_BYTES = 512;

  /** What it takes of the outbox's bound, its follow-up's share included. */
  public long bytes() {
    long characters =
        (long) workspace.length()
            + tool.length()
            + subject.length()
            + origin.length()
            + arguments.length()
            + target.length();
    return OVERHEAD_BYTES + 2 * characters + (followUp == null ? 0 : followUp.bytes());
  }

  @Override
  public String toString() {
    return subject + " " + key;
  }
}
