package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file of the log. Guarded by the log's owner; the file itself may be used by all. */
final class Segment {
  private static final int OFFSET_BITS = 24;

  final long id;
  final Path path;
  final DiskFile file;

  /** The segment before it, and where that ends, as its header says. */
  final long previousId;

  final long previousLength;

  /** How far it is written. */
  long length;

  /** How far it is synced. */
  long syncedLength;

  /** Whether its name is on the disk. */
  boolean nameSynced;

  /** The record entries in it, and their bytes. */
  long records;

  long recordBytes;

  /** How many of them are the last copy of a record that is not acknowledged. */
  int live;

  /** The entry by which a record last ceased to live here: this goes when that is synced. */
  private long lastLeft;

  /** The same, of entries that are records themselves: without them something would be lost. */
  private long lastReplaced;

  /** Some of what lives here could not be read when it was to be copied. */
  boolean unreadable;

  Segment(Path folder, long id, DiskFile file, long previousId, long previousLength) {
    this.id = id;
    this.path = path(folder, id);
    this.file = file;
    this.previousId = previousId;
    this.previousLength = previousLength;
  }

  static Path path(Path folder, long id) {
    return folder.resolve(String.format("%016x.log", id));
  }

  /** A record's place in the log: never 0. */
  static long place(long segment, long offset) {
    return (segment << OFFSET_BITS) | offset;
  }

  static long segmentOf(long place) {
    return place >>> OFFSET_BITS;
  }

  static long offsetOf(long place) {
    return place & ((1L << OFFSET_BITS) - 1);
  }

  void add(Entry entry) {
    add(entry.type, entry.size());
  }

  void add(byte type, int size) {
    if (type == EntryCodec.RECORD) {
      records++;
      recordBytes += size;
    }
  }

  /**
   * A record does not live here any more.
   *
   * @param order the entry by which
   * @param replaced whether that is a record too
   */
  void left(long order, boolean replaced) {
    live--;
    lastLeft = Math.max(lastLeft, order);
    lastReplaced = replaced ? Math.max(lastReplaced, order) : lastReplaced;
  }

  /**
   * Whether nothing is lost without this file.
   *
   * @param syncedOrder the last entry that is on the disk
   * @param repeatable whether it does if a power cut could make a delivery happen again
   */
  boolean isDone(long syncedOrder, boolean repeatable) {
    return live == 0 && (repeatable ? lastReplaced : lastLeft) <= syncedOrder;
  }

  /** Deletes it, for good when this returns. */
  void delete(Disk disk, Path folder) throws IOException {
    file.close();
    disk.delete(path);
    disk.syncFolder(folder);
  }

  /** What the live records take, if they are of the size of the others. */
  long liveBytes() {
    return records == 0 ? 0 : recordBytes * live / records;
  }
}
