package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.Lane.Waiting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a verdict does to a queue. Guarded by the outbox's lock. */
final class Settlement {
  private final OutboxListener listener;
  private final Backoff backoff;
  private final Tally tally;

  Settlement(OutboxListener listener, Backoff backoff, Tally tally) {
    this.listener = listener;
    this.backoff = backoff;
    this.tally = tally;
  }

  /** Books the verdict and returns what listeners are to be told, outside the lock. */
  Runnable settle(Lane lane, Waiting sent, @Nullable Waiting head, Verdict verdict) {
    tally.reporting++;
    if (verdict instanceof Verdict.Delivered delivered) {
      remove(lane, sent);
      tally.delivered++;
      lane.notBefore = 0;
      Runnable report = () -> finish(sent, delivered);
      return head == null ? report : both(report, park(lane, head));
    }
    String reason = reason(verdict);
    boolean suspect = verdict instanceof Verdict.Suspect;
    boolean missing = verdict instanceof Verdict.Pause pause && pause.tool() != null;
    if (sent.message.onRefusal() == OutboxRecord.OnRefusal.DROP && (suspect || missing)) {
      remove(lane, sent);
      tally.refused++;
      return () -> {
        listener.refused(sent.message, reason);
        sent.fate.complete(new Offer.Fate.GivenUp(reason, missing));
      };
    }
    sent.failed(reason, suspect);
    tally.retried++;
    if (!(verdict instanceof Verdict.Pause) && (!suspect || head != null || alone(lane, sent))) {
      Duration asked = verdict instanceof Verdict.Retry retry ? retry.retryAfter() : null;
      lane.notBefore = System.nanoTime() + backoff.nanos(sent.failures, asked);
    }
    int failures = sent.failures;
    return () -> listener.retrying(sent.message, failures, reason);
  }

  private static boolean alone(Lane lane, Waiting sent) {
    return lane.queue.stream().allMatch(w -> w == sent || w.suspect);
  }

  private Runnable park(Lane lane, Waiting head) {
    remove(lane, head);
    tally.parked++;
    return () -> {
      listener.parked(head.message, head.lastReason);
      head.fate.complete(new Offer.Fate.GivenUp(head.lastReason, false));
    };
  }

  private void finish(Waiting sent, Verdict.Delivered delivered) {
    listener.delivered(sent.message, delivered.resultId());
    sent.fate.complete(new Offer.Fate.Delivered(delivered.resultId()));
  }

  private void remove(Lane lane, Waiting waiting) {
    lane.queue.remove(waiting);
    tally.queued--;
    tally.bytes -= waiting.bytes;
  }

  private static Runnable both(Runnable first, Runnable second) {
    return () -> {
      first.run();
      second.run();
    };
  }

  private static String reason(Verdict verdict) {
    if (verdict instanceof Verdict.Retry retry) {
      return retry.reason();
    }
    return verdict instanceof Verdict.Pause pause
        ? pause.reason()
        : ((Verdict.Suspect) verdict).reason();
  }
}
