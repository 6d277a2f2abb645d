package dev.kora.memory.isokron.events;

/**
 * Was thrown where the server had no tool to append events.
 *
 * @deprecated no longer thrown: such an event is accepted, kept and delivered once the tool is
 *     there. Goes with the next release.
 */
@Deprecated(since = "0.1.0", forRemoval = true)
public final class ChainEventEmitNotAvailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public ChainEventEmitNotAvailableException() {
    super(
        "[kora.isokron.deprecated] chain events are deferred, not refused: see the deviation id of"
            + " the emit outcome");
  }
}
