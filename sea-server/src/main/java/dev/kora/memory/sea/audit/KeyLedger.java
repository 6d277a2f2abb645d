package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first row whose event key an earlier row has: exactly, in bounded memory, and without
 * trust in an index. Keys are sorted in runs; all runs but the last lie in a temporary file, and
 * are merged at the end.
 */
final class KeyLedger implements AutoCloseable {
  /** Rows in a run, about 3 MB of memory. */
  private static final int RUN = 1 << 16;

  private final int runLength;
  private List<Entry> run = new ArrayList<>();
  private long runs;
  private @Nullable FileChannel file;

  KeyLedger() {
    this(RUN);
  }

  KeyLedger(int runLength) {
    this.runLength = runLength;
  }

  /** A row's key. */
  record Entry(long high, long low, long seq) implements Comparable<Entry> {
    static final int BYTES = 3 * Long.BYTES;

    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(high, other.high);
      order = order == 0 ? Long.compare(low, other.low) : order;
      return order == 0 ? Long.compare(seq, other.seq) : order;
    }

    boolean sameKey(Entry other) {
      return high == other.high && low == other.low;
    }

    UUID key() {
      return new UUID(high, low);
    }
  }

  void add(UUID key, long seq) {
    run.add(new Entry(key.getMostSignificantBits(), key.getLeastSignificantBits(), seq));
    if (run.size() == runLength) {
      try {
        write();
      } catch (IOException e) {
        throw noSpace(e);
      }
    }
  }

  /** The lowest row that repeats a key; null if none does. Call it once, after the last row. */
  @Nullable Entry firstRepeat() {
    Collections.sort(run);
    try {
      PriorityQueue<SortedRun> queue =
          new PriorityQueue<>(Comparator.comparing(SortedRun::current));
      if (!run.isEmpty()) {
        queue.add(new SortedRun(run));
      }
      for (long i = 0; file != null && i < runs; i++) {
        queue.add(new SortedRun(file, i * runLength * Entry.BYTES, runLength));
      }
      return merge(queue);
    } catch (IOException e) {
      throw noSpace(e);
    }
  }

  private static @Nullable Entry merge(PriorityQueue<SortedRun> queue) throws IOException {
    Entry before = null;
    Entry first = null;
    while (!queue.isEmpty()) {
      SortedRun next = queue.remove();
      Entry entry = next.current();
      if (before != null && before.sameKey(entry) && (first == null || entry.seq() < first.seq())) {
        first = entry;
      }
      before = entry;
      if (next.advance()) {
        queue.add(next);
      }
    }
    return first;
  }

  private void write() throws IOException {
    FileChannel to = file;
    if (to == null) {
      Path path = Files.createTempFile("sea-verify-", ".keys");
      to =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = to;
    }
    Collections.sort(run);
    ByteBuffer bytes = ByteBuffer.allocate(run.size() * Entry.BYTES);
    run.forEach(entry -> bytes.putLong(entry.high).putLong(entry.low).putLong(entry.seq));
    bytes.flip();
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
    runs++;
    run = new ArrayList<>(runLength);
  }

  private static SeaException noSpace(IOException e) {
    return new SeaException("cannot use a temporary file to look for repeated keys (" + e + ")", e);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw noSpace(e);
    }
  }
}
