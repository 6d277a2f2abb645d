package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.Gaps;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sets records aside, and looks after those that files beside the journal keep. Waits for the disk:
 * called on a sender's thread, not under the outbox's lock, while nothing else happens in the lane.
 */
final class Aside {
  private static final Logger LOG = LogManager.getLogger(Aside.class);

  private final OutboxListener listener;
  private final OutboxState state;
  private final Admission admission;
  private final DeadLetters letters;
  private final Gaps gaps;

  Aside(
      OutboxListener listener,
      OutboxState state,
      Admission admission,
      DeadLetters letters,
      Gaps gaps) {
    this.listener = listener;
    this.state = state;
    this.admission = admission;
    this.letters = letters;
    this.gaps = gaps;
  }

  /**
   * Sets aside what fails where others are accepted: its file is on the disk before the journal
   * lets go of it. Where that cannot be, it stays at the head of its queue.
   */
  List<Runnable> park(Lane lane, Waiting sent) {
    String reason = sent.lastReason;
    UUID key = sent.message.key();
    Optional<String> problem = Optional.empty();
    if (sent.source == Waiting.Source.GAP) {
      gaps.refusedByServer(key, reason);
    } else {
      problem = filed(sent.message, reason);
    }
    state.lock().lock();
    try {
      if (problem.isPresent()) {
        sent.lastReason = reason + "; it cannot be parked: " + problem.get();
        lane.failing.close(sent.tool(), sent.lastReason, state.clock().nanos());
        state.lanes().tally.retried++;
        return List.of(() -> listener.retrying(sent.message, sent.attempts, sent.lastReason));
      }
      state.lanes().remove(lane, sent);
      if (sent.source == Waiting.Source.JOURNAL) {
        state.journal().acknowledge(sent.handle);
      }
    } finally {
      state.lock().unlock();
    }
    return List.of(
        () -> sent.fate.complete(new Offer.Fate.GivenUp(reason, false)),
        () -> {
          if (sent.source != Waiting.Source.GAP) {
            listener.parked(sent.message, reason);
          }
        });
  }

  private Optional<String> filed(OutboxRecord message, String reason) {
    try {
      return letters.park(message, reason);
    } catch (IOException e) {
      LOG.debug("[kora.isokron] a dead letter cannot be written", e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * One that a file keeps has arrived.
   *
   * @param after what follows it; that has a file before the first one's goes
   */
  void delivered(Waiting sent, @Nullable OutboxRecord after) {
    UUID key = sent.message.key();
    try {
      if (sent.source == Waiting.Source.GAP) {
        gaps.delivered(key);
      } else if (after == null) {
        letters.delivered(key);
      } else {
        letters.follow(after, key);
      }
    } catch (IOException e) {
      LOG.warn(
          "[kora.isokron] the file of {} cannot go yet: the next start would send it again",
          key,
          e);
    }
    if (after != null) {
      state.lock().lock();
      try {
        admission.admit(after, Waiting.Source.LETTER);
      } finally {
        state.lock().unlock();
      }
    }
  }
}
