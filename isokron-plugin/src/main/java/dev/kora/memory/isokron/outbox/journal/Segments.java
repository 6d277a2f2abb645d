package dev.kora.memory.isokron.outbox.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a log. Not safe for threads. */
final class Segments {
  private final TreeMap<Long, Segment> byId = new TreeMap<>();

  // Files past a sync that failed: all that is in them is written again, then they go.
  private final List<Segment> voids = new ArrayList<>();
  private boolean voidsReplaced;
  private long doubtfulTo;

  void add(Segment segment) {
    byId.put(segment.id, segment);
  }

  /** Oldest first. */
  Collection<Segment> all() {
    return byId.values();
  }

  @Nullable Segment oldest() {
    return byId.isEmpty() ? null : byId.firstEntry().getValue();
  }

  @Nullable Segment of(long place) {
    return place <= 0 ? null : byId.get(Segment.segmentOf(place));
  }

  /** Segments up to this one may hold what is not on the disk, and cannot be brought there. */
  void doubt(long upTo) {
    doubtfulTo = upTo;
  }

  /** The same of all there are. */
  void doubtAll() {
    doubtfulTo = byId.isEmpty() ? 0 : byId.lastKey();
  }

  long doubtfulTo() {
    return doubtfulTo;
  }

  /** A record lives there. */
  void entered(long place) {
    Segment segment = of(place);
    if (segment != null) {
      segment.live++;
    }
  }

  /** A record does not live there any more; see {@link Segment#left}. */
  void left(long place, long order, boolean replaced) {
    Segment segment = of(place);
    if (segment != null) {
      segment.left(order, replaced);
    }
  }

  /** All segments past this one are void. */
  void voidPast(long id) {
    Collection<Segment> past = byId.tailMap(id, false).values();
    voids.addAll(past);
    past.clear();
    voidsReplaced = false;
  }

  /** All that was in memory only stands in a file again. */
  void allWritten() {
    voidsReplaced = true;
  }

  /**
   * The next one that can go: void ones, then the oldest, one at a time, since acknowledgements
   * must never go before what they acknowledge.
   *
   * <p>The rest as in {@link Segment#isDone}.
   */
  @Nullable Segment removable(@Nullable Segment active, long syncedOrder, boolean repeatable) {
    if (!voids.isEmpty()) {
      return voidsReplaced ? voids.get(0) : null;
    }
    Segment oldest = oldest();
    if (oldest == null) {
      return null;
    }
    // What moved on from the oldest may stand in a doubtful one.
    boolean goes =
        byId.headMap(Math.max(oldest.id, doubtfulTo), true).values().stream()
            .allMatch(s -> s != active && s.isDone(syncedOrder, repeatable));
    return goes ? oldest : null;
  }

  void remove(Segment segment) {
    if (!voids.remove(segment)) {
      byId.remove(segment.id);
    }
  }

  long bytes() {
    long bytes = 0;
    for (Segment segment : byId.values()) {
      bytes += segment.length;
    }
    for (Segment segment : voids) {
      bytes += segment.length;
    }
    return bytes;
  }

  long liveBytes() {
    long bytes = 0;
    for (Segment segment : byId.values()) {
      bytes += segment.liveBytes();
    }
    return bytes;
  }

  void close() throws IOException {
    IOException failed = null;
    List<Segment> open = new ArrayList<>(byId.values());
    open.addAll(voids);
    for (Segment segment : open) {
      try {
        segment.file.close();
      } catch (IOException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
