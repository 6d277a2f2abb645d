package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Reads a log from its beginning, whatever is in its files, and leaves it so that it can go on in a
 * new segment. Damage is set aside and skipped; only the end of the last segment may be torn.
 */
final class Recovery {
  private static final Logger LOG = LogManager.getLogger(Recovery.class);

  // A later process begins far past the numbers that it finds: those of records that a power cut
  // took, or that cannot be read, are not given again. (Of a log that was never synced nothing may
  // be left; so who kept a number compares the key too.)
  private static final long SEQS_A_PROCESS = 1L << 20;

  private final Disk disk;
  private final Path folder;
  private final DamageCopies damages;
  private final Segments segments = new Segments();
  private final Places places = new Places();
  private final KeptRows rows = new KeptRows();
  private long lastSeq;

  private Recovery(Disk disk, Path folder, DamageCopies damages) {
    this.disk = disk;
    this.folder = folder;
    this.damages = damages;
  }

  /**
   * Recovers the log of a journal's folder.
   *
   * @throws IOException if the files cannot be opened, or damage cannot be declared
   */
  static Recovery of(Disk disk, Path journal, DamageListener listener) throws IOException {
    Path folder = journal.resolve("segments");
    if (disk.list(folder).isEmpty()) {
      disk.createFolder(folder);
      disk.syncFolder(journal);
    }
    Recovery found = new Recovery(disk, folder, new DamageCopies(disk, journal, listener));
    found.run();
    return found;
  }

  private void run() throws IOException {
    List<FoundSegment> found = FoundSegment.all(disk, folder);
    found.forEach(each -> segments.add(each.segment()));
    try {
      for (int i = 0; i < found.size(); i++) {
        read(found.get(i), i == found.size() - 1);
      }
    } catch (IOException | RuntimeException e) {
      segments.close();
      throw e;
    }
    sync();
  }

  private void read(FoundSegment found, boolean last) throws IOException {
    Segment segment = found.segment();
    long length = found.length();
    // Past the seal is what was written again later: welcome if it holds, but nobody's loss.
    long sealed = last ? length : found.sealed();
    int window = (int) Math.min(SegmentScan.WINDOW, Math.max(SegmentHeader.BYTES, length));
    SegmentScan scan = new SegmentScan(segment.file, segment.id, length, window);
    segment.length = length;
    while (true) {
      if (scan.next()) {
        apply(segment, scan);
        if (scan.at() >= sealed) {
          segments.doubt(segment.id);
        }
      } else if (scan.at() >= length) {
        break;
      } else {
        long broken = scan.at();
        boolean more = scan.search();
        if (last && !more && !scan.unreadable()) {
          cut(segment, broken);
          break;
        }
        long end = more ? scan.at() : length;
        if (broken < sealed) {
          damages.add(segment.file, segment.id, broken, Math.min(end, sealed));
        }
      }
    }
    if (length < sealed) {
      damages.add(segment.file, segment.id, length, sealed);
    }
    found.header().ifPresent(header -> lastSeq = Math.max(lastSeq, header.nextSeq() - 1));
  }

  private void apply(Segment segment, SegmentScan scan) {
    long seq = scan.seq();
    lastSeq = Math.max(lastSeq, seq);
    segment.add(scan.type(), scan.size());
    if (scan.type() == EntryCodec.ACK) {
      segments.left(places.remove(seq), 0, false);
      return;
    }
    lastSeq = Math.max(lastSeq, scan.acks());
    segments.left(places.remove(scan.acks()), 0, false);
    long place = Segment.place(segment.id, scan.at());
    long before = places.put(seq, place);
    segments.left(before, 0, false);
    segments.entered(place);
    if (before != Places.NONE) {
      return; // its row is there
    }
    try {
      RecordCodec.Head head =
          RecordCodec.head(scan.memory(), scan.recordAt(), scan.recordSize(), rows.last());
      rows.thin(places);
      rows.add(seq, head, scan.recordSize());
    } catch (IOException e) {
      // Written by a newer version, say: kept for it.
      LOG.error("[kora.isokron] record {} of {} stays in the journal unread", seq, folder, e);
    }
  }

  private static void cut(Segment segment, long length) {
    segment.length = length;
    try {
      segment.file.truncate(length);
    } catch (IOException e) {
      LOG.warn("[kora.isokron] a torn end stays: the next segment says where it is", e);
    }
  }

  /** What a killed process wrote is not on the disk yet. */
  private void sync() {
    for (Segment segment : segments.all()) {
      segment.syncedLength = segment.length; // or in doubt: in no case is it synced again
      segment.nameSynced = true;
    }
    try {
      for (Segment segment : segments.all()) {
        segment.file.sync();
      }
      disk.syncFolder(folder);
    } catch (IOException e) {
      LOG.warn("[kora.isokron] a journal that was there cannot be synced: it is written anew", e);
      segments.doubtAll();
    }
  }

  Path folder() {
    return folder;
  }

  Segments segments() {
    return segments;
  }

  Places places() {
    return places;
  }

  KeptRows rows() {
    return rows;
  }

  long nextSeq() {
    return (lastSeq | (SEQS_A_PROCESS - 1)) + 1;
  }
}
