package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import org.jspecify.annotations.Nullable;

/** How records get into the lanes. All but {@link #written} is called under the outbox's lock. */
final class Admission {
  private final OutboxState state;
  private final Alarms alarms;
  private final long maxBytes;

  Admission(OutboxState state, Alarms alarms, long maxBytes) {
    this.state = state;
    this.alarms = alarms;
    this.maxBytes = maxBytes;
  }

  /** Why a record is not taken; null when it is. */
  @Nullable String refusal(OutboxRecord message, int bytesInFile) {
    if (alarms.isClosed()) {
      return "the outbox is closed";
    }
    if (message.bytes() > room()) {
      // What could not be written at first may be in the file meanwhile.
      state.lanes().shrink(maxBytes / 2);
    }
    if (message.bytes() > room()) {
      return "the outbox is full";
    }
    return state.journal().hasRoom(bytesInFile) ? null : "the outbox's disk space is used up";
  }

  /** How many bytes the memory still takes. */
  long room() {
    return maxBytes - state.lanes().tally.inMemory;
  }

  /**
   * Puts a record into the journal and its lane.
   *
   * @param encoded the record as the journal takes it
   * @param follows the handle of the record that it acknowledges, if any
   */
  void admit(Waiting waiting, byte[] encoded, long follows) {
    Lane lane = state.lanes().of(waiting.message.workspace(), state.clock().nanos());
    Journal.Ticket ticket = state.journal().append(encoded, follows, () -> written(lane, waiting));
    waiting.underWay(ticket);
    state.lanes().add(lane, waiting);
    alarms.wake(lane, waiting.released ? 0 : Lane.UNWRITTEN_LOOK);
  }

  /** Puts one into its lane that a file beside the journal keeps. */
  void admit(OutboxRecord message, Waiting.Source source) {
    if (!alarms.isClosed()) {
      Lane lane = state.lanes().of(message.workspace(), state.clock().nanos());
      state.lanes().add(lane, Waiting.kept(message, source, Journal.NONE));
      alarms.wake(lane, 0);
    }
  }

  /** What an earlier process left behind. */
  void recover(Journal.Kept kept) {
    Lane lane = state.lanes().of(kept.workspace(), state.clock().nanos());
    state.lanes().add(lane, kept);
    alarms.wake(lane, 0);
  }

  // The journal's thread: the record stands in the file, or the journal is in trouble.
  private void written(Lane lane, Waiting waiting) {
    state.lock().lock();
    try {
      waiting.released = true;
      // Half of the bound is left for what is on its way to the disk.
      state.lanes().shrink(lane.queue(waiting.tool()), maxBytes / 2);
      alarms.wake(lane, 0);
    } finally {
      state.lock().unlock();
    }
  }
}
