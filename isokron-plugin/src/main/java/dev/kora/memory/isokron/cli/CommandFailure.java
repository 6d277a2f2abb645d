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
    return new CommandFailure(what + ": " + kind(outcome) + ": " + told(outcome));
  }

  /** A reason in plain words. */
  static CommandFailure because(String reason) {
    return new CommandFailure(reason);
  }

  /** Standard output takes no more. */
  static CommandFailure output() {
    return new CommandFailure("standard output cannot be written to");
  }

  /** A call of which it is not certain that the server carried it out. */
  static CommandFailure unanswered(int calls) {
    return new CommandFailure(calls + (calls == 1 ? " call" : " calls") + " without an answer");
  }

  /** An outcome's reason, and for what is often the user's own mistake, what to look at. */
  private static String told(CallOutcome outcome) {
    String hint = "";
    if (outcome instanceof CallOutcome.Refused refused) {
      hint =
          switch (refused.httpStatus()) {
            case 401, 403 -> "; does KORA_SERVICE_TOKEN hold a token that is valid there?";
            case 404 -> "; is the path right? it is often /mcp";
            default -> "";
          };
    }
    return outcome.reason() + hint;
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
