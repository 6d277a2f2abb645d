package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.protocol.ErrorCodes;
import java.time.Duration;
import java.util.Set;

/** What a failed call means for the record: try again, pause, or suspect the record itself. */
public final class Verdicts {
  private static final Set<Integer> RETRY_STATUS = Set.of(408, 425, 429);
  private static final Set<Integer> SUSPECT_STATUS = Set.of(400, 413, 422, 431);

  private Verdicts() {}

  /** Classifies an outcome that is no answer, of a call of this tool. */
  public static Verdict of(CallOutcome outcome, String tool) {
    if (outcome instanceof CallOutcome.Refused refused) {
      return ofRefusal(refused, tool);
    }
    if (outcome instanceof CallOutcome.Failed failed) {
      return ofToolFailure(failed);
    }
    return outcome instanceof CallOutcome.Ambiguous
        ? new Verdict.Unclear(outcome.reason())
        : new Verdict.Retry(outcome.reason(), null);
  }

  private static Verdict ofRefusal(CallOutcome.Refused refused, String tool) {
    int status = refused.httpStatus();
    int code = refused.rpcCode();
    if (RETRY_STATUS.contains(status) || code == ErrorCodes.UNSUPPORTED_VERSION) {
      return new Verdict.Retry(refused.reason(), refused.retryAfter());
    }
    if (status == 400 && code == ErrorCodes.MISSING_CAPABILITY) {
      return new Verdict.Pause(refused.reason(), refused.beforeTheCall() ? null : tool);
    }
    if (code == ErrorCodes.INVALID_PARAMS || SUSPECT_STATUS.contains(status)) {
      // The record was not even sent where the opening was refused: nothing to suspect.
      return refused.beforeTheCall()
          ? new Verdict.Retry(refused.reason(), refused.retryAfter())
          : new Verdict.Suspect(refused.reason(), true);
    }
    boolean serverError = status == 0 || status >= 500;
    if (code == ErrorCodes.METHOD_NOT_FOUND || !serverError) {
      return new Verdict.Pause(refused.reason(), null);
    }
    return refused.beforeTheCall() || refused.retryAfter() != null
        ? new Verdict.Retry(refused.reason(), refused.retryAfter())
        : new Verdict.Unclear(refused.reason());
  }

  private static Verdict ofToolFailure(CallOutcome.Failed failed) {
    if (failed.detail() != null && "rate_limited".equals(failed.detail().path("error").asText())) {
      long millis = failed.detail().path("retry_after_ms").asLong(0);
      return new Verdict.Retry(failed.reason(), Duration.ofMillis(Math.max(0, millis)));
    }
    // Often a matter of the server, its rights or its state: not held against the record at once.
    return new Verdict.Suspect(failed.reason(), false);
  }
}
