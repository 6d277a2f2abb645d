package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a segment's entries one after the other, whatever is in the file. What the disk cannot read
 * counts as zeros, which are no entry.
 */
final class SegmentScan {
  static final int WINDOW = 1 << 20;

  private static final int DISK_PAGE = 4096;

  private final DiskFile file;
  private final long segment;
  private final long end;

  // What is in memory of the file: its bytes from windowAt to windowAt + windowLength.
  private ByteBuffer window;
  private long windowAt;
  private int windowLength;

  private long at;
  private int size;
  private boolean unreadable;

  /** Begins behind the header. */
  SegmentScan(DiskFile file, long segment, long end, int window) {
    this.file = file;
    this.segment = segment;
    this.end = end;
    this.window = ByteBuffer.allocate(window);
    this.at = SegmentHeader.BYTES;
    this.windowAt = at;
  }

  /** Where the current entry begins, or what is none. */
  long at() {
    return at;
  }

  boolean atEnd() {
    return at + size >= end;
  }

  /** Whether some of it could not be read: nobody knows what is there. */
  boolean unreadable() {
    return unreadable;
  }

  /** Goes to the next entry; false if there is none, and then {@link #at} is where it should be. */
  boolean next() {
    at += size;
    size = 0;
    return stands();
  }

  /** Searches for the next entry past what is none; {@link #next} then goes there. */
  boolean search() {
    while (++at < end) {
      if (stands()) {
        size = 0;
        return true;
      }
    }
    return false;
  }

  private boolean stands() {
    if (!load(EntryCodec.OVERHEAD)) {
      return false;
    }
    int length = EntryCodec.size(window, inWindow());
    // The number first: it spares the search the checksums.
    if (length < 0 || window.getLong(inWindow() + 8) != segment || !load(length)) {
      return false;
    }
    if (!EntryCodec.holds(window, inWindow(), length, segment)) {
      return false;
    }
    size = length;
    return true;
  }

  private int inWindow() {
    return (int) (at - windowAt);
  }

  /** Makes sure that so many bytes from here are in memory; false if there are not so many. */
  private boolean load(int need) {
    if (at + need > end) {
      return false;
    }
    if (at < windowAt || at + need > windowAt + windowLength) {
      if (need > window.capacity()) {
        window = ByteBuffer.allocate(need);
      }
      windowAt = at;
      windowLength = (int) Math.min(window.capacity(), end - at);
      int filled = 0;
      while (filled < windowLength) {
        filled += read(filled);
      }
    }
    return true;
  }

  private int read(int filled) {
    try {
      int count = file.read(windowAt + filled, window.array(), filled, windowLength - filled);
      if (count > 0) {
        return count;
      }
    } catch (IOException e) {
      unreadable = true;
      // Only this page, perhaps.
      return zeros(filled, DISK_PAGE - (int) ((windowAt + filled) % DISK_PAGE));
    }
    return zeros(filled, windowLength);
  }

  private int zeros(int from, int most) {
    int count = Math.min(most, windowLength - from);
    Arrays.fill(window.array(), from, from + count, (byte) 0);
    return count;
  }

  int size() {
    return size;
  }

  long seq() {
    return window.getLong(inWindow() + 16);
  }

  byte type() {
    return window.get(inWindow() + 24);
  }

  /** Of a RECORD: what it acknowledges. */
  long acks() {
    return window.getLong(inWindow() + EntryCodec.OVERHEAD);
  }

  /** The memory where {@link #recordAt} and {@link #recordSize} say the record is. */
  byte[] memory() {
    return window.array();
  }

  int recordAt() {
    return inWindow() + EntryCodec.OVERHEAD + Long.BYTES;
  }

  int recordSize() {
    return size - EntryCodec.OVERHEAD - Long.BYTES;
  }

  byte[] record() {
    return Arrays.copyOfRange(memory(), recordAt(), recordAt() + recordSize());
  }
}
