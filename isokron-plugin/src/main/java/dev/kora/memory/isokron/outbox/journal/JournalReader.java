package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads the records of a journal, whoever has it: it neither writes nor locks. What it finds is
 * what was live when it was opened; some of it may be acknowledged meanwhile. Takes some 50 bytes a
 * record. For one thread.
 */
public final class JournalReader implements Closeable {
  // Segments go while they are opened: then once more. A host does not go on like that.
  private static final int TRIES = 100;

  private final List<ReadSegment> segments;
  private final Places places = new Places();

  private JournalReader(List<ReadSegment> segments) {
    this.segments = segments;
  }

  /** Reads all of a journal's folder once; a folder without segments is an empty journal. */
  public static JournalReader open(Path journal) throws IOException {
    return open(new ReadOnlyDisk(), journal);
  }

  static JournalReader open(Disk disk, Path journal) throws IOException {
    JournalReader reader = new JournalReader(openAll(disk, journal.resolve("segments")));
    try {
      reader.run();
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * What is open stays readable when it is deleted. A file goes when what lives there has a copy in
   * a later one: so there must be none that the first look did not see.
   */
  private static List<ReadSegment> openAll(Disk disk, Path folder) throws IOException {
    for (int tries = 1; ; tries++) {
      List<String> names = names(disk, folder);
      List<ReadSegment> open = new ArrayList<>();
      try {
        for (String name : names) {
          open.add(ReadSegment.open(disk, folder.resolve(name)));
        }
        if (new HashSet<>(names).containsAll(names(disk, folder))) {
          return open;
        }
        close(open);
      } catch (NoSuchFileException e) {
        close(open);
      } catch (IOException | RuntimeException e) {
        close(open);
        throw e;
      }
      if (tries == TRIES) {
        throw new IOException("the journal changes faster than it can be read");
      }
    }
  }

  private static List<String> names(Disk disk, Path folder) throws IOException {
    return disk.list(folder).stream().filter(FoundSegment::isSegment).toList();
  }

  private void run() throws IOException {
    for (ReadSegment segment : segments) {
      SegmentScan scan = segment.scan();
      while (found(scan)) {
        if (scan.type() == EntryCodec.RECORD) {
          places.remove(scan.acks());
          places.put(scan.seq(), Segment.place(segment.id(), scan.at()));
        } else {
          places.remove(scan.seq());
        }
      }
    }
  }

  /** Past what is damaged; a torn end, or one that is just being written, is the end. */
  private static boolean found(SegmentScan scan) {
    return scan.next() || (scan.search() && scan.next());
  }

  /** How many records are live. */
  public int size() {
    return places.size();
  }

  /** Shows each live record, in the order of the files. Reads the files again. */
  public void forEach(Visitor visitor) throws IOException {
    for (ReadSegment segment : segments) {
      SegmentScan scan = segment.scan();
      while (found(scan)) {
        if (scan.type() == EntryCodec.RECORD
            && places.get(scan.seq()) == Segment.place(segment.id(), scan.at())
            && !visitor.visit(scan.memory(), scan.recordAt(), scan.recordSize())) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    close(segments);
  }

  private static void close(List<ReadSegment> open) throws IOException {
    for (ReadSegment segment : open) {
      segment.file().close();
    }
  }

  /** Is shown records. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * A record, as {@link dev.kora.memory.isokron.outbox.record.RecordCodec} reads it; the memory
     * is used again after the call.
     *
     * @return whether to go on
     */
    boolean visit(byte[] memory, int offset, int length) throws IOException;
  }
}
