package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A segment that was there when the log was opened.
 *
 * @param length of its file
 * @param header empty if it is damaged
 * @param sealed where the segment ends, as a later one says: all up to there must hold; the file's
 *     length if no later one speaks of it
 */
record FoundSegment(Segment segment, long length, Optional<SegmentHeader> header, long sealed) {
  private static final Logger LOG = LogManager.getLogger(FoundSegment.class);
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}\\.log");

  long id() {
    return segment.id;
  }

  static boolean isSegment(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  static long id(Path file) {
    return Long.parseUnsignedLong(String.valueOf(file.getFileName()).substring(0, 16), 16);
  }

  /** All of a folder, oldest first. A last one with nothing in it is deleted. */
  static List<FoundSegment> all(Disk disk, Path folder) throws IOException {
    List<FoundSegment> found = new ArrayList<>();
    try {
      for (String name : disk.list(folder)) {
        if (isSegment(name)) {
          found.add(open(disk, folder, id(folder.resolve(name))));
        }
      }
      while (!found.isEmpty() && found.get(found.size() - 1).isEmpty()) {
        FoundSegment last = found.remove(found.size() - 1);
        last.segment.file.close();
        disk.delete(last.segment.path);
      }
      return seal(found);
    } catch (IOException | RuntimeException e) {
      for (FoundSegment each : found) {
        close(each.segment.file);
      }
      throw e;
    }
  }

  private static void close(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("[kora.isokron] a segment that is not used did not close well", e);
    }
  }

  private static FoundSegment open(Disk disk, Path folder, long id) throws IOException {
    DiskFile file = disk.open(Segment.path(folder, id));
    long length;
    try {
      length = file.length();
    } catch (IOException | RuntimeException e) {
      close(file);
      throw e;
    }
    Optional<SegmentHeader> header = header(file, id);
    long previousId = header.map(SegmentHeader::previousId).orElse(0L);
    long previousLength = header.map(SegmentHeader::previousLength).orElse(0L);
    Segment segment = new Segment(folder, id, file, previousId, previousLength);
    return new FoundSegment(segment, length, header, length);
  }

  private static Optional<SegmentHeader> header(DiskFile file, long id) {
    byte[] bytes = new byte[SegmentHeader.BYTES];
    try {
      int done = 0;
      for (int n = 0; n >= 0 && done < bytes.length; done += Math.max(n, 0)) {
        n = file.read(done, bytes, done, bytes.length - done);
      }
    } catch (IOException e) {
      return Optional.empty(); // the same as a header of other bytes
    }
    return SegmentHeader.decode(bytes, id);
  }

  private boolean isEmpty() {
    if (header.isPresent()) {
      return false; // at least it says which numbers were given
    }
    SegmentScan scan = new SegmentScan(segment.file, segment.id, length, SegmentScan.WINDOW);
    return !scan.next() && !scan.search() && !scan.unreadable();
  }

  /** From the end: a segment speaks of the one before it, and makes void what is between. */
  private static List<FoundSegment> seal(List<FoundSegment> found) {
    List<FoundSegment> sealed = new ArrayList<>(found);
    int speaker = found.size() - 1;
    for (int i = found.size() - 2; i >= 0; i--) {
      FoundSegment each = found.get(i);
      Optional<SegmentHeader> header = found.get(speaker).header;
      if (header.isPresent() && each.id() > header.get().previousId()) {
        sealed.set(i, each.sealedAt(0)); // void; the speaker stays
        continue;
      }
      if (header.isPresent() && each.id() == header.get().previousId()) {
        sealed.set(i, each.sealedAt(header.get().previousLength()));
      }
      speaker = i;
    }
    return sealed;
  }

  private FoundSegment sealedAt(long at) {
    return new FoundSegment(segment, length, header, at);
  }
}
