package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.mcp.client.CallOutcome;

/** Ends a command with status 1 and one line that says why. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CommandFailure(String message) {
    super(message);
  }

  /** What was tried, and how it ended. */
  static CommandFailure of(String what, CallOutcome outcome) {
    return new CommandFailure(what + ": " + kind(outcome) + ": " + outcome.reason());
  }

  /** The name of an outcome, for people to read. */
  static String kind(CallOutcome outcome) {
    if (outcome instanceof CallOutcome.NotSent) {
      return "not sent";
    }
    if (outcome instanceof CallOutcome.Ambiguous) {
      return "no usable answer";
    }
    if (outcome instanceof CallOutcome.Refused) {
      return "refused";
    }
    return outcome instanceof CallOutcome.Failed ? "failed" : "answered";
  }
}
