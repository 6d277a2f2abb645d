package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log of one folder. Used by one thread at a time; only {@link SyncRound#run} and the reading
 * of what {@link #find} found go on beside it.
 *
 * <p>All is written in the order in which it was appended, so that an acknowledgement stands behind
 * the last copy of its record.
 */
final class JournalLog {
  // How much compaction may copy before the disk has it: that is in memory.
  private static final long MAX_AHEAD = 4L << 20;

  private final Path folder;
  private final Segments segments;
  private final Places places;
  private final SegmentWriter writer;
  private final Compaction compaction;
  private final Unsynced unsynced = new Unsynced();
  private @Nullable KeptRows rows;
  private long nextSeq;
  private long lastOrder;
  private long syncedOrder;
  private @Nullable IOException writeFailure;
  private @Nullable IOException syncFailure;

  private JournalLog(Disk disk, Recovery found, JournalSize size) {
    this.folder = found.folder();
    this.segments = found.segments();
    this.places = found.places();
    this.rows = found.rows();
    this.nextSeq = found.nextSeq();
    this.writer = new SegmentWriter(disk, folder, segments, size.segmentBytes());
    this.compaction = new Compaction(segments, places, size.segmentBytes(), size.maxBytes());
  }

  /**
   * Opens the log of a journal's folder, whatever is in it.
   *
   * @throws IOException as {@link Recovery#of}
   */
  static JournalLog open(Disk disk, Path journal, JournalSize size, DamageListener listener)
      throws IOException {
    return new JournalLog(disk, Recovery.of(disk, journal, listener), size);
  }

  /** What was there, by seq. Asked once. */
  Stream<Journal.Kept> kept(long index) {
    KeptRows found = rows;
    rows = null;
    return found == null ? Stream.empty() : found.live(places, index);
  }

  /** The first number that no record had; records may be given it and those after it. */
  long nextSeq() {
    return nextSeq;
  }

  /** Takes an entry; it is written by {@link #write}. */
  void append(Entry entry) {
    entry.order = ++lastOrder;
    if (entry.type == EntryCodec.ACK) {
      acknowledge(entry);
      return;
    }
    if (entry.acks != 0) {
      forget(entry.acks, true);
    }
    nextSeq = Math.max(nextSeq, entry.seq + 1);
    segments.left(places.put(entry.seq, Places.IN_MEMORY), lastOrder, true);
    unsynced.add(entry);
  }

  private void acknowledge(Entry ack) {
    if (places.get(ack.seq) == Places.NONE) {
      done(ack); // it was before
      return;
    }
    Entry record = forget(ack.seq, false);
    if (record != null && !record.inSomeFile && record.acks == 0) {
      record.dropped = true; // neither needs to be written
      done(record);
      done(ack);
      return;
    }
    unsynced.add(ack);
  }

  private @Nullable Entry forget(long seq, boolean replaced) {
    segments.left(places.remove(seq), lastOrder, replaced);
    Entry record = unsynced.forget(seq);
    if (record != null) {
      record.endedBy = lastOrder;
      record.replaced = replaced;
    }
    return record;
  }

  private static void done(Entry entry) {
    if (entry.ticket != null) {
      entry.ticket.synced();
    }
  }

  /** Writes all that is not written; false if that failed, and is to be tried again. */
  boolean write() {
    try {
      while (unsynced.next() != null) {
        writer.write(unsynced, nextSeq, this::stands);
      }
      segments.allWritten();
      writeFailure = null;
      return true;
    } catch (IOException e) {
      writeFailure = e;
      unsynced.purge();
      return false;
    }
  }

  private void stands(Entry entry, long place) {
    entry.inSomeFile = true;
    if (entry.type == EntryCodec.RECORD) {
      segments.entered(place);
      if (unsynced.isLive(entry)) {
        places.put(entry.seq, place);
      } else {
        segments.left(place, entry.endedBy, entry.replaced);
      }
    }
    if (entry.ticket != null) {
      entry.ticket.written();
    }
  }

  /** Takes some of what the oldest segments still hold; false if there is nothing to do. */
  boolean compact() {
    return writeFailure == null
        && unsynced.bytes() < MAX_AHEAD
        && compaction.step(writer.active(), this);
  }

  /** Whether {@link #compact} has something to do, now or when more is synced. */
  boolean isWasteful() {
    return compaction.next(writer.active()) != null;
  }

  /** The next turn of putting things on the disk; null if all is. */
  @Nullable SyncRound beginSync() {
    if (unsynced.lastWritten() == 0) {
      syncFailure = unsynced.isEmpty() ? null : syncFailure;
      return null;
    }
    return new SyncRound(segments, unsynced.lastWritten());
  }

  /** Takes a turn's result. */
  void finishSync(SyncRound round) {
    syncFailure = round.failure();
    Segment failed = round.finish();
    if (failed == null) {
      syncedOrder = round.order;
      unsynced.synced(round.order);
    } else {
      rewriteFrom(failed);
    }
  }

  /**
   * Nothing is known of what was written there: it is never synced again, but written elsewhere.
   */
  private void rewriteFrom(Segment failed) {
    for (Entry entry : unsynced.written()) {
      if (entry.type == EntryCodec.RECORD && unsynced.isLive(entry)) {
        segments.left(places.put(entry.seq, Places.IN_MEMORY), lastOrder, true);
      }
    }
    unsynced.rewind();
    boolean known = failed.syncedLength > 0 && failed.nameSynced;
    long id = known ? failed.id : failed.previousId;
    long length = known ? failed.syncedLength : failed.previousLength;
    if (known) {
      failed.length = failed.syncedLength;
    }
    segments.voidPast(id);
    writer.goOnFrom(id, length);
  }

  /** A segment that can go now: {@link Segment#delete}, then {@link #removed}. */
  @Nullable Segment removable() {
    // When nothing can be written, its acknowledgements may never be: it goes nevertheless. At
    // worst it comes back in a power cut, and its records are delivered again under their keys.
    long synced = unsynced.isEmpty() ? lastOrder : syncedOrder;
    return segments.removable(writer.active(), synced, writeFailure != null);
  }

  void removed(Segment segment) {
    segments.remove(segment);
  }

  /** Where a live record is; null if there is none. */
  @Nullable FoundRecord find(long seq) {
    Entry entry = unsynced.record(seq);
    if (entry != null) {
      return new FoundRecord(entry.record, null, 0, seq);
    }
    long place = places.get(seq);
    Segment segment = place == Places.NONE ? null : segments.of(place);
    return segment == null ? null : new FoundRecord(null, segment, Segment.offsetOf(place), seq);
  }

  Path folder() {
    return folder;
  }

  /** Nothing in it is live or waits for the disk. */
  boolean isDone() {
    return places.size() == 0 && unsynced.isEmpty();
  }

  /** Why what is taken may not be kept, if so. */
  @Nullable IOException failure() {
    return writeFailure != null ? writeFailure : syncFailure;
  }

  long bytes() {
    return segments.bytes();
  }

  long liveBytes() {
    return segments.liveBytes();
  }

  long unsyncedBytes() {
    return unsynced.bytes();
  }

  void close() throws IOException {
    writer.close();
    segments.close();
  }
}
