package dev.kora.memory.isokron.mcp.client;

import org.jspecify.annotations.Nullable;

/** A tool call that brought no answer: not sent, ambiguous, refused or failed. */
public final class McpInvocationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CallOutcome outcome;

  /** Makes the exception; its message names the tool and the outcome's reason. */
  public McpInvocationException(String tool, CallOutcome outcome) {
    super(tool + ": " + outcome.reason(), causeOf(outcome));
    this.outcome = outcome;
  }

  /** How the call ended. */
  public CallOutcome outcome() {
    return outcome;
  }

  private static @Nullable Throwable causeOf(CallOutcome outcome) {
    if (outcome instanceof CallOutcome.NotSent notSent) {
      return notSent.cause();
    }
    return outcome instanceof CallOutcome.Ambiguous ambiguous ? ambiguous.cause() : null;
  }
}
