package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.mcp.client.CallOutcome;
import java.time.Duration;
import java.util.Set;

/** What a failed call means for the record: try again, pause, or suspect the record itself. */
public final class Verdicts {
  private static final int INVALID_PARAMS = -32602;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final Set<Integer> RETRY_STATUS = Set.of(408, 425, 429);
  private static final Set<Integer> SUSPECT_STATUS = Set.of(400, 413, 422);

  private Verdicts() {}

  /** Classifies an outcome that is no answer. */
  public static Verdict of(CallOutcome outcome) {
    if (outcome instanceof CallOutcome.Refused refused) {
      return ofRefusal(refused);
    }
    if (outcome instanceof CallOutcome.Failed failed) {
      return ofToolFailure(failed);
    }
    return new Verdict.Retry(outcome.reason(), null);
  }

  private static Verdict ofRefusal(CallOutcome.Refused refused) {
    int status = refused.httpStatus();
    if (RETRY_STATUS.contains(status) || status >= 500) {
      return new Verdict.Retry(refused.reason(), refused.retryAfter());
    }
    if (refused.rpcCode() == INVALID_PARAMS || SUSPECT_STATUS.contains(status)) {
      return new Verdict.Suspect(refused.reason(), true);
    }
    if (refused.rpcCode() == METHOD_NOT_FOUND || status != 0) {
      return new Verdict.Pause(refused.reason(), null);
    }
    return new Verdict.Retry(refused.reason(), refused.retryAfter());
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
