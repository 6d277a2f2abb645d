package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.FollowUp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a verdict does to a queue. Guarded by the outbox's lock. */
final class Settlement {
  private final OutboxListener listener;
  private final Backoff backoff;
  private final Tally tally;
  private final ParkedRecords parked;

  Settlement(OutboxListener listener, Backoff backoff, Tally tally, ParkedRecords parked) {
    this.listener = listener;
    this.backoff = backoff;
    this.tally = tally;
    this.parked = parked;
  }

  /**
   * Books the verdict and returns what is to be told outside the lock: the fate first, so that no
   * listener can hold it up.
   *
   * @param head the suspected head, when {@code sent} was its canary
   */
  List<Runnable> settle(
      Lane lane, Waiting sent, @Nullable Waiting head, Verdict verdict, long now) {
    if (verdict instanceof Verdict.Delivered delivered) {
      return delivered(lane, sent, head, delivered.resultId(), now);
    }
    sent.attempts++;
    sent.lastReason = verdict.reason();
    if (head != null) {
      canaryFailed(lane, head, verdict, now);
    }
    boolean missing = verdict instanceof Verdict.Pause pause && pause.tool() != null;
    if (sent.awaited && (missing || verdict instanceof Verdict.Suspect)) {
      tally.refused++;
      return giveUp(lane, sent, missing, () -> listener.refused(sent.message, verdict.reason()));
    }
    if (sent.lastChance && verdict instanceof Verdict.Suspect) {
      tally.parked++;
      parked.add(sent);
      return giveUp(lane, sent, false, () -> listener.parked(sent.message, verdict.reason()));
    }
    if (verdict instanceof Verdict.Retry retry) {
      lane.waitUntil(
          now + backoff.nanos(sent.attempts, retry.retryAfter()), retry.retryAfter() != null);
    } else if (verdict instanceof Verdict.Suspect suspect && head == null) {
      struck(lane, sent, suspect, now);
    }
    tally.retried++;
    int attempts = sent.attempts;
    return List.of(() -> listener.retrying(sent.message, attempts, verdict.reason()));
  }

  private List<Runnable> delivered(
      Lane lane, Waiting sent, @Nullable Waiting head, String resultId, long now) {
    FollowUp next = sent.message.followUp();
    if (next != null) {
      add(lane, new Waiting(next.record(sent.message, resultId), now));
    }
    remove(lane, sent);
    tally.delivered++;
    lane.waitUntil(now, false);
    lane.failing.open(sent.tool());
    if (head != null) {
      head.lastChance = true;
    }
    return List.of(
        () -> sent.fate.complete(new Offer.Fate.Delivered(resultId)),
        () -> listener.delivered(sent.message, resultId));
  }

  // The target is at fault: nothing is held against the head, which goes out again as the probe.
  private static void canaryFailed(Lane lane, Waiting head, Verdict verdict, long now) {
    head.canaryFailed();
    if (verdict instanceof Verdict.Suspect) {
      lane.failing.close(head.tool(), verdict.reason(), now);
    }
  }

  private void struck(Lane lane, Waiting head, Verdict.Suspect suspect, long now) {
    head.strike(suspect.atOnce());
    if (lane.canaryFor(head) != null) {
      return; // at once: the less time passes, the less the answer is one to something else
    }
    if (head.isSuspect() || lane.failing.isClosed(head.tool())) {
      lane.failing.close(head.tool(), suspect.reason(), now);
    } else {
      lane.waitUntil(now + backoff.nanos(head.attempts, null), false);
    }
  }

  private List<Runnable> giveUp(Lane lane, Waiting sent, boolean missing, Runnable report) {
    remove(lane, sent);
    return List.of(
        () -> sent.fate.complete(new Offer.Fate.GivenUp(sent.lastReason, missing)), report);
  }

  void add(Lane lane, Waiting waiting) {
    lane.queue.addLast(waiting);
    tally.queued++;
    tally.bytes += waiting.bytes;
  }

  private void remove(Lane lane, Waiting waiting) {
    lane.queue.remove(waiting);
    tally.queued--;
    tally.bytes -= waiting.bytes;
  }
}
