package dev.kora.memory.isokron.events;

import dev.kora.memory.isokron.outbox.Durability;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether an event was taken for delivery. */
public sealed interface EmitOutcome {
  /**
   * Kept until it is in the chain.
   *
   * @param key the same at every attempt
   * @param durability what it survives until then
   * @param deviationId set when the server does not offer the tool yet, else null
   */
  record Accepted(UUID key, Durability durability, @Nullable String deviationId)
      implements EmitOutcome {}

  /** Not kept. */
  record Refused(String reason) implements EmitOutcome {}
}
