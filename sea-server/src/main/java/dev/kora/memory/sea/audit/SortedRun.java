package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.audit.KeyLedger.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sorted run of keys, read from its beginning, a few at a time. */
final class SortedRun {
  private static final int AT_ONCE = 256;

  private final @Nullable FileChannel file;
  private long position;
  private int unread;
  private List<Entry> entries;
  private int index;

  /** A run in memory, not empty. */
  SortedRun(List<Entry> entries) {
    this.file = null;
    this.entries = entries;
  }

  /** A run in a file, of so many keys from this position on. */
  SortedRun(FileChannel file, long position, int length) throws IOException {
    this.file = file;
    this.position = position;
    this.unread = length;
    this.entries = new ArrayList<>();
    fill(file);
  }

  Entry current() {
    return entries.get(index);
  }

  /** Goes to the next key; false if there is none. */
  boolean advance() throws IOException {
    index++;
    if (index == entries.size() && file != null && unread > 0) {
      fill(file);
    }
    return index < entries.size();
  }

  private void fill(FileChannel from) throws IOException {
    int count = Math.min(AT_ONCE, unread);
    ByteBuffer bytes = ByteBuffer.allocate(count * Entry.BYTES);
    while (bytes.hasRemaining()) {
      int read = from.read(bytes, position);
      if (read < 0) {
        throw new EOFException("the temporary file was cut");
      }
      position += read;
    }
    bytes.flip();
    unread -= count;
    index = 0;
    entries = new ArrayList<>(count);
    while (bytes.hasRemaining()) {
      entries.add(new Entry(bytes.getLong(), bytes.getLong(), bytes.getLong()));
    }
  }
}
