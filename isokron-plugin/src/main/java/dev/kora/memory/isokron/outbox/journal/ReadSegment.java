package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A segment that somebody else may be writing.
 *
 * @param length when it was opened: what comes after that is not looked at
 */
record ReadSegment(long id, DiskFile file, long length) {
  static ReadSegment open(Disk disk, Path path) throws IOException {
    DiskFile file = disk.open(path);
    try {
      return new ReadSegment(FoundSegment.id(path), file, file.length());
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  SegmentScan scan() {
    return new SegmentScan(file, id, length, SegmentScan.WINDOW);
  }
}
