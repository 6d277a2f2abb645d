package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static Verdict refused(int status, int code) {
    return Verdicts.of(new CallOutcome.Refused(status, code, "no", null), "t");
  }

  private static Verdict refusedBefore(int status, int code) {
    return Verdicts.of(
        new CallOutcome.Refused(status, code, "no", Duration.ofSeconds(7), true), "t");
  }

  @Test
  void aToolThatFailsIsHeldAgainstTheRecordOnlyIfItGoesOn() {
    assertEquals(
        new Verdict.Suspect("token revoked", false),
        Verdicts.of(new CallOutcome.Failed("token revoked", null), "t"));
  }

  @Test
  void onlyWhatNamesTheRequestIsSuspectAtOnce() {
    for (int status : List.of(400, 413, 422, 431)) {
      assertEquals(new Verdict.Suspect("no", true), refused(status, 0));
    }
    assertEquals(new Verdict.Suspect("no", true), refused(0, -32602));
  }

  @Test
  void whatTheTargetIsToBlameForPausesOrIsTriedAgain() {
    for (int status : List.of(301, 401, 403, 404)) {
      assertEquals(new Verdict.Pause("no", null), refused(status, 0));
    }
    for (int status : List.of(408, 425, 429)) {
      assertEquals(new Verdict.Retry("no", null), refused(status, 0));
    }
    assertEquals(new Verdict.Pause("no", null), refused(0, -32601));
  }

  @Test
  void whatTheServerMayHaveStumbledOverIsRemembered() {
    for (int status : List.of(500, 502, 503)) {
      assertEquals(new Verdict.Unclear("no"), refused(status, 0));
    }
    assertEquals(new Verdict.Unclear("no"), refused(0, -32603));
    assertEquals(
        new Verdict.Unclear("no"), Verdicts.of(new CallOutcome.Ambiguous("no", null), "t"));
    assertEquals(
        new Verdict.Retry("no", null), Verdicts.of(new CallOutcome.NotSent("no", null), "t"));
  }

  @Test
  void whatWasRefusedBeforeTheCallSaysNothingOfTheRecord() {
    for (int status : List.of(400, 413, 422, 431, 429, 503)) {
      assertEquals(new Verdict.Retry("no", Duration.ofSeconds(7)), refusedBefore(status, 0));
    }
    assertEquals(new Verdict.Retry("no", Duration.ofSeconds(7)), refusedBefore(0, -32602));
    assertEquals(new Verdict.Retry("no", Duration.ofSeconds(7)), refusedBefore(400, -32022));
    assertEquals(new Verdict.Retry("no", Duration.ofSeconds(7)), refusedBefore(0, 0));
    for (int status : List.of(301, 401, 403, 404)) {
      assertEquals(new Verdict.Pause("no", null), refusedBefore(status, 0));
    }
    assertEquals(new Verdict.Pause("no", null), refusedBefore(400, -32021));
  }

  @Test
  void aCapabilityThatThisClientLacksPausesTheToolAndNothingElse() {
    assertEquals(new Verdict.Pause("no", "t"), refused(400, -32021));
    assertEquals(new Verdict.Retry("no", null), refused(400, -32022));
  }

  @Test
  void aRateRefusalIsWaitedForHoweverLongItClaimsToBe() {
    Verdict.Retry verdict =
        assertInstanceOf(
            Verdict.Retry.class,
            Verdicts.of(
                new CallOutcome.Failed(
                    "slow down",
                    StrictJson.object()
                        .put("error", "rate_limited")
                        .put("retry_after_ms", Long.MAX_VALUE)),
                "t"));
    assertEquals(
        Duration.ofMinutes(2).toNanos(),
        Backoff.standard(new Random()).nanos(1, verdict.retryAfter()));
  }
}
