package dev.kora.memory.isokron.outbox.journal;

import org.jspecify.annotations.Nullable;

/**
 * Appends the live records of the oldest segments again, a few at a time, so that the segments can
 * go. Not safe for threads.
 */
final class Compaction {
  private static final int STEP_RECORDS = 64;
  private static final int STEP_BYTES = 512 << 10;
  private static final int WINDOW = 256 << 10;

  private final Segments segments;
  private final Places places;
  private final int segmentBytes;
  private final long maxBytes;

  private @Nullable Segment from;
  private @Nullable SegmentScan scan;

  Compaction(Segments segments, Places places, int segmentBytes, long maxBytes) {
    this.segments = segments;
    this.places = places;
    this.segmentBytes = segmentBytes;
    this.maxBytes = maxBytes;
  }

  /** Hands the next copies to the log; false if there is nothing to do. */
  boolean step(@Nullable Segment active, JournalLog to) {
    Segment next = next(active);
    if (next == null) {
      from = null;
      scan = null;
      return false;
    }
    SegmentScan reading = scan;
    if (next != from || reading == null) {
      reading = new SegmentScan(next.file, next.id, next.length, WINDOW);
      from = next;
      scan = reading;
    }
    int records = 0;
    long end = reading.at() + STEP_BYTES; // what is dead takes its time too
    while (records < STEP_RECORDS && reading.at() < end) {
      if (!reading.next() && !reading.search()) {
        next.unreadable = next.live > 0; // it stays until the outbox has given them up
        return true;
      }
      if (reading.size() > 0
          && reading.type() == EntryCodec.RECORD
          && places.get(reading.seq()) == Segment.place(next.id, reading.at())) {
        to.append(Entry.copy(reading.seq(), reading.acks(), reading.record()));
        records++;
      }
    }
    return true;
  }

  /** The oldest segment with something in it, if it is worth while, or must go. */
  @Nullable Segment next(@Nullable Segment active) {
    Segment oldest = null;
    long bytes = 0;
    long live = 0;
    for (Segment segment : segments.all()) {
      if (oldest != null || segment.live > 0) { // those before it go by themselves
        oldest = oldest == null ? segment : oldest;
        bytes += segment.length;
        live += segment.liveBytes();
      }
    }
    if (oldest == null || oldest == active || oldest.unreadable) {
      return null;
    }
    if (oldest.syncedLength < oldest.length) {
      return null; // what is in it is in memory too, and may be written again from there
    }
    long slack = 2L * segmentBytes;
    boolean wasteful = bytes > 2 * live + slack || (bytes > maxBytes && bytes > live + slack);
    return wasteful || oldest.id <= segments.doubtfulTo() ? oldest : null;
  }
}
