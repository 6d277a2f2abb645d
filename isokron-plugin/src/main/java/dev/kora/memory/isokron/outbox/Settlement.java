package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a verdict does to a queue. Guarded by the outbox's lock. */
final class Settlement {
  /** How long a refusal waits until it stands in the journal. */
  private static final long WRITTEN_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private final OutboxListener listener;
  private final OutboxState state;
  private final Admission admission;
  private final Aside aside;

  Settlement(OutboxListener listener, OutboxState state, Admission admission, Aside aside) {
    this.listener = listener;
    this.state = state;
    this.admission = admission;
    this.aside = aside;
  }

  /** What remains to be done outside the lock, before anything else happens in the lane. */
  @FunctionalInterface
  interface Rest {
    /**
     * Does it, waiting for the disk if need be.
     *
     * @return what is to be told: the fate first, so that no listener can hold it up
     */
    List<Runnable> finish();
  }

  /**
   * Books the verdict.
   *
   * @param head the suspected head, when {@code sent} was its canary
   */
  Rest settle(Lane lane, Waiting sent, @Nullable Waiting head, Verdict verdict, long now) {
    if (verdict instanceof Verdict.Delivered delivered) {
      return delivered(lane, sent, head, delivered.resultId(), now);
    }
    sent.attempts++;
    sent.lastReason = verdict.reason();
    if (head != null) {
      canaryFailed(lane, sent, head, verdict, now);
    }
    boolean missing = verdict instanceof Verdict.Pause pause && pause.tool() != null;
    if (sent.awaited && (missing || verdict instanceof Verdict.Suspect)) {
      return refused(lane, sent, missing);
    }
    // What another one's success proves, it proves for the very next attempt.
    boolean proven = sent.lastChance;
    sent.lastChance = false;
    if (proven && isAtFault(sent, verdict)) {
      return () -> aside.park(lane, sent);
    }
    if (verdict instanceof Verdict.Unclear) {
      if (head == null) {
        sent.strike(false);
      }
      lane.waitUntil(now + state.backoff().nanos(sent.attempts, null), false);
    } else if (verdict instanceof Verdict.Retry retry) {
      lane.waitUntil(
          now + state.backoff().nanos(sent.attempts, retry.retryAfter()),
          retry.retryAfter() != null);
    } else if (verdict instanceof Verdict.Suspect suspect && head == null) {
      struck(lane, sent, suspect, now);
    }
    state.lanes().tally.retried++;
    int attempts = sent.attempts;
    return () -> List.of(() -> listener.retrying(sent.message, attempts, verdict.reason()));
  }

  // A server that comes and goes fails like this, too: that takes two proofs.
  private static boolean isAtFault(Waiting head, Verdict verdict) {
    return verdict instanceof Verdict.Suspect
        || (verdict instanceof Verdict.Unclear && ++head.proofs >= 2);
  }

  private Rest delivered(
      Lane lane, Waiting sent, @Nullable Waiting head, String resultId, long now) {
    FollowUp next = sent.message.followUp();
    OutboxRecord after = next == null ? null : next.record(sent.message, resultId);
    state.lanes().remove(lane, sent);
    state.lanes().tally.delivered++;
    lane.waitUntil(now, false);
    lane.failing.open(sent.tool());
    if (head != null) {
      head.lastChance = true;
    }
    List<Runnable> reports =
        List.of(
            () -> sent.fate.complete(new Offer.Fate.Delivered(resultId)),
            () -> listener.delivered(sent.message, resultId));
    if (sent.source != Waiting.Source.JOURNAL) {
      return () -> {
        aside.delivered(sent, after);
        return reports;
      };
    }
    if (after == null) {
      state.journal().acknowledge(sent.handle);
    } else {
      // One entry: never one without the other.
      admission.admit(Waiting.accepted(after, false), RecordCodec.encode(after), sent.handle);
    }
    return () -> reports;
  }

  // Who waits is told only when it is certain that it will not be sent again.
  private Rest refused(Lane lane, Waiting sent, boolean missing) {
    state.lanes().tally.refused++;
    state.lanes().remove(lane, sent);
    Journal.Ticket ack = state.journal().acknowledge(sent.handle);
    return () -> {
      ack.awaitWritten(WRITTEN_NANOS);
      return List.of(
          () -> sent.fate.complete(new Offer.Fate.GivenUp(sent.lastReason, missing)),
          () -> listener.refused(sent.message, sent.lastReason));
    };
  }

  // The target is at fault: nothing is held against the head, which goes out again as the probe.
  private static void canaryFailed(
      Lane lane, Waiting canary, Waiting head, Verdict verdict, long now) {
    head.canaryFailed();
    if (verdict instanceof Verdict.Suspect || verdict instanceof Verdict.Unclear) {
      canary.failuresAsCanary++;
      if (lane.queue(head.tool()).scout() == canary) {
        head.scoutFailed(canary.handle);
      }
    }
    if (verdict instanceof Verdict.Suspect) {
      lane.failing.close(head.tool(), verdict.reason(), now);
    }
  }

  private void struck(Lane lane, Waiting head, Verdict.Suspect suspect, long now) {
    head.strike(suspect.atOnce());
    if (lane.hasCanaryFor(head)) {
      return; // at once: the less time passes, the less the answer is one to something else
    }
    if (head.isSuspect() || lane.failing.isClosed(head.tool())) {
      lane.failing.close(head.tool(), suspect.reason(), now);
    } else {
      lane.waitUntil(now + state.backoff().nanos(head.attempts, null), false);
    }
  }
}
