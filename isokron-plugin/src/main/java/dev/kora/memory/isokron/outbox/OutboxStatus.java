package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.Gaps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** What the outbox says of itself. Safe for all threads. */
final class OutboxStatus {
  private final OutboxState state;
  private final DeadLetters letters;
  private final Gaps gaps;
  private final InstantSource date;

  OutboxStatus(OutboxState state, DeadLetters letters, Gaps gaps, InstantSource date) {
    this.state = state;
    this.letters = letters;
    this.gaps = gaps;
    this.date = date;
  }

  OutboxCounters counters() {
    int parked = letters.count();
    Instant now = date.instant();
    state.lock().lock();
    try {
      Tally tally = state.lanes().tally;
      return new OutboxCounters(
          tally.queued,
          tally.delivered,
          tally.retried,
          parked,
          tally.refused,
          age(state.lanes().oldestHappened(), now),
          tally.inMemory + tally.onDisk);
    } finally {
      state.lock().unlock();
    }
  }

  // The date may have been set back meanwhile.
  private static Duration age(OptionalLong happenedAtMicros, Instant now) {
    if (happenedAtMicros.isEmpty()) {
      return Duration.ZERO;
    }
    Instant happened = Instant.EPOCH.plus(happenedAtMicros.getAsLong(), ChronoUnit.MICROS);
    return now.isBefore(happened) ? Duration.ZERO : Duration.between(happened, now);
  }

  Optional<String> missing() {
    return gaps.trouble();
  }

  Optional<String> trouble() {
    state.lock().lock();
    try {
      Lanes lanes = state.lanes();
      return state
          .gates()
          .trouble()
          .or(() -> lanes.of(null).flatMap(lane -> lane.failing.trouble().stream()).findFirst())
          .or(
              () ->
                  lanes
                      .heads()
                      .filter(waiting -> waiting.attempts > 0)
                      .map(waiting -> waiting.lastReason)
                      .findFirst());
    } finally {
      state.lock().unlock();
    }
  }
}
