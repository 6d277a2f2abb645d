package dev.kora.memory.isokron.outbox;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

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
 * @param onRefusal what becomes of it when the server refuses it for good
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
    OnRefusal onRefusal) {

  /** What becomes of a write that the server refuses. */
  public enum OnRefusal {
    /** Kept: retried, and parked once it is clear that it alone is at fault. */
    KEEP,
    /** Dropped: someone waits for the answer and is told. */
    DROP
  }

  // The record's own fields beside the arguments, roughly.
  private static final int OVERHEAD_BYTES = 256;

  /** What it takes of the outbox's bound. */
  public long bytes() {
    return OVERHEAD_BYTES + (long) arguments.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public String toString() {
    return subject + " " + key;
  }
}
