package dev.kora.memory.isokron.outbox.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is not known to be on the disk, in the order of the log: first what is written, then what is
 * not. It stays in memory, so that a failed sync loses nothing. Not safe for threads.
 */
final class Unsynced {
  private final Deque<Entry> written = new ArrayDeque<>();
  private final Deque<Entry> unwritten = new ArrayDeque<>();
  private final Map<Long, Entry> live = new HashMap<>();
  private long bytes;

  void add(Entry entry) {
    unwritten.addLast(entry);
    bytes += entry.size();
    if (entry.type == EntryCodec.RECORD) {
      live.put(entry.seq, entry);
    }
  }

  /** The live record of this number. */
  @Nullable Entry record(long seq) {
    return live.get(seq);
  }

  boolean isLive(Entry entry) {
    return live.get(entry.seq) == entry;
  }

  /** The record is acknowledged. */
  @Nullable Entry forget(long seq) {
    return live.remove(seq);
  }

  /** What is to be written next. */
  @Nullable Entry next() {
    Entry next = unwritten.peekFirst();
    while (next != null && next.dropped) {
      take();
      bytes -= next.size();
      next = unwritten.peekFirst();
    }
    return next;
  }

  /** Takes {@link #next} away, for {@link #wrote} or {@link #putBack}. */
  Entry take() {
    return unwritten.removeFirst();
  }

  void wrote(Entry entry) {
    written.addLast(entry);
  }

  void putBack(Entry entry) {
    unwritten.addFirst(entry);
  }

  Iterable<Entry> written() {
    return written;
  }

  /** Lets go of what need not be written. */
  void purge() {
    unwritten.removeIf(
        entry -> {
          bytes -= entry.dropped ? entry.size() : 0;
          return entry.dropped;
        });
  }

  /** The number of the last one that is written; 0 if all are synced. */
  long lastWritten() {
    Entry last = written.peekLast();
    return last == null ? 0 : last.order;
  }

  /** All up to this one are on the disk. */
  void synced(long order) {
    for (Entry e = written.peekFirst(); e != null && e.order <= order; e = written.peekFirst()) {
      written.removeFirst();
      bytes -= e.size();
      if (e.type == EntryCodec.RECORD) {
        live.remove(e.seq, e);
      }
      if (e.ticket != null) {
        e.ticket.synced();
      }
    }
  }

  /**
   * All must be written again, but records that are done with: what such a one acknowledges is. A
   * record behind its own acknowledgement would come back.
   */
  void rewind() {
    while (!written.isEmpty()) {
      Entry last = written.removeLast();
      boolean done = last.type == EntryCodec.RECORD && !isLive(last);
      Entry again = done && last.acks != 0 ? last.asAck() : last;
      bytes += again.size() - last.size();
      again.dropped = done && last.acks == 0;
      unwritten.addFirst(again);
    }
  }

  boolean isEmpty() {
    return written.isEmpty() && next() == null;
  }

  long bytes() {
    return bytes;
  }
}
