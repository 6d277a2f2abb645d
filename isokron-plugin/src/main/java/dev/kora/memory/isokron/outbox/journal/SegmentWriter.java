package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes to the end of the log, and begins new segments. Not safe for threads. */
final class SegmentWriter {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int FIRST_BYTES = 4 << 10;

  private final Disk disk;
  private final Path folder;
  private final Segments segments;
  private final int segmentBytes;

  // Grows with what has to be written: a process may have a hundred journals.
  private ByteBuffer batch = ByteBuffer.allocate(FIRST_BYTES);

  private @Nullable Segment active;
  private long lastId;

  // Where the log goes on from when there is no active segment: the header of the next says it.
  private long baseId;
  private long baseLength;

  // A segment whose header could not be written yet: tried again, so that failures leave one file.
  private @Nullable DiskFile draft;

  SegmentWriter(Disk disk, Path folder, Segments segments, int segmentBytes) {
    this.disk = disk;
    this.folder = folder;
    this.segments = segments;
    this.segmentBytes = segmentBytes;
    for (Segment segment : segments.all()) {
      goOnFrom(segment.id, segment.length);
      lastId = segment.id;
    }
  }

  @Nullable Segment active() {
    return active;
  }

  /** The log goes on from there, in a new segment. */
  void goOnFrom(long id, long length) {
    active = null;
    baseId = id;
    baseLength = length;
  }

  /**
   * Writes the next entries, as many as fit.
   *
   * @param wrote is told each entry that stands in the file, and its place
   * @throws IOException if not all could be written; the file then ends behind the last that was
   */
  void write(Unsynced from, long nextSeq, ObjLongConsumer<Entry> wrote) throws IOException {
    Segment to = active;
    if (to == null || to.length >= segmentBytes) {
      to = roll(nextSeq);
    }
    batch.clear();
    List<Entry> entries = new ArrayList<>();
    for (Entry next = from.next(); next != null && fits(next, to); next = from.next()) {
      EntryCodec.put(batch, to.id, next);
      entries.add(from.take());
    }
    IOException failure = null;
    int done = 0;
    try {
      while (done < batch.position()) {
        done += write(to.file, to.length + done, done, batch.position() - done);
      }
    } catch (IOException e) {
      failure = e;
    }
    int whole = 0;
    int end = 0;
    while (whole < entries.size() && end + entries.get(whole).size() <= done) {
      Entry entry = entries.get(whole++);
      wrote.accept(entry, Segment.place(to.id, to.length + end));
      to.add(entry);
      from.wrote(entry);
      end += entry.size();
    }
    to.length += end;
    if (failure != null) {
      for (int i = entries.size() - 1; i >= whole; i--) {
        from.putBack(entries.get(i));
      }
      cut(to);
      throw failure;
    }
  }

  private boolean fits(Entry next, Segment to) {
    int end = batch.position() + next.size();
    boolean full = end > BATCH_BYTES || to.length + batch.position() >= segmentBytes;
    if (full && batch.position() > 0) {
      return false;
    }
    if (end > batch.capacity()) {
      batch = ByteBuffer.allocate(Math.max(end, 2 * batch.capacity())).put(batch.flip());
    }
    return true;
  }

  private int write(DiskFile file, long at, int from, int length) throws IOException {
    int count = file.write(at, batch.array(), from, length);
    if (count <= 0) {
      throw new IOException("nothing was written");
    }
    return count;
  }

  private void cut(Segment to) {
    try {
      to.file.truncate(to.length);
    } catch (IOException e) {
      goOnFrom(to.id, to.length); // the next header says where it ends
    }
  }

  private Segment roll(long nextSeq) throws IOException {
    Segment full = active;
    if (full != null) {
      goOnFrom(full.id, full.length);
    }
    long id = lastId + 1;
    DiskFile file = draft == null ? createOrReuse(Segment.path(folder, id)) : draft;
    draft = file;
    byte[] header = new SegmentHeader(id, nextSeq, baseId, baseLength).encode();
    batch.clear().put(header);
    for (int done = 0; done < header.length; ) {
      done += write(file, done, done, header.length - done);
    }
    Segment rolled = new Segment(folder, id, file, baseId, baseLength);
    rolled.length = header.length;
    draft = null;
    lastId = id;
    active = rolled;
    segments.add(rolled);
    return rolled;
  }

  private DiskFile createOrReuse(Path path) throws IOException {
    try {
      return disk.create(path);
    } catch (FileAlreadyExistsException e) {
      return disk.open(path); // made in vain before: nothing was written to it
    }
  }

  void close() throws IOException {
    if (draft != null) {
      draft.close();
    }
  }
}
