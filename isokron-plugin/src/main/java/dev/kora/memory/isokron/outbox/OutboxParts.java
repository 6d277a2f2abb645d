package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.Commands;
import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.folder.Gaps;
import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The parts of one outbox, put together. */
final class OutboxParts {
  private static final Logger LOG = LogManager.getLogger(OutboxParts.class);

  final OutboxState state;
  final Alarms alarms;
  final Flushes flushes;
  final Admission admission;
  final DeadLetters letters;
  final Gaps gaps;
  final Upkeep upkeep;
  final OutboxStatus status;
  final Leftovers leftovers;
  private final Senders senders;

  OutboxParts(
      Map<String, Courier> couriers,
      OutboxListener listener,
      Function<Gap, OutboxRecord> gapEvents,
      OutboxPlatform platform,
      OutboxLimits limits)
      throws IOException {
    letters = new DeadLetters(platform.folder().parked());
    gaps = new Gaps(platform.folder().gaps(), platform.date());
    state = OutboxState.of(platform.journal(), platform.clock(), limits.backoff());
    alarms = new Alarms(platform.tasks(), platform.clock(), this::work);
    flushes = new Flushes(state, alarms);
    status = new OutboxStatus(state, letters, gaps, platform.date());
    leftovers = new Leftovers(state, letters, gaps);
    admission = new Admission(state, alarms, limits.maxBytes());
    Aside aside = new Aside(listener, state, admission, letters, gaps);
    senders =
        new Senders(
            couriers,
            state,
            alarms,
            new Settlement(listener, state, admission, aside),
            new BacklogReader(state, gaps, limits.maxBytes()),
            flushes);
    upkeep =
        new Upkeep(
            state,
            admission,
            platform.upkeep(),
            limits.upkeep().toNanos(),
            new Commands(platform.folder().commands()),
            letters,
            gaps,
            gapEvents);
  }

  private void work(Lane lane) {
    senders.work(lane);
  }

  /** Takes up what is there, and begins. */
  void start() {
    Set<Integer> parked = letters.keyHashes();
    state.lock().lock();
    try {
      state.journal().kept().forEach(kept -> take(kept, parked));
      if (state.lanes().tally.queued > 0) {
        LOG.info(
            "[kora.isokron] {} writes of earlier processes wait to be delivered",
            state.lanes().tally.queued);
      }
    } finally {
      state.lock().unlock();
    }
    upkeep.start();
  }

  private void take(Journal.Kept kept, Set<Integer> parked) {
    try {
      if (!parked.contains(kept.keyHash()) || !isParked(kept.handle())) {
        admission.recover(kept);
      } else if (letters.areCertain()) {
        // It was parked, and the process ended before the journal let go of it.
        state.journal().acknowledge(kept.handle());
      }
    } catch (IOException e) {
      LOG.warn("[kora.isokron] a record that may be parked waits for the next start", e);
    }
  }

  private boolean isParked(long handle) throws IOException {
    Optional<OutboxRecord> record = state.journal().read(handle);
    return record.isPresent() && letters.holds(record.get().key());
  }
}
