package dev.kora.memory.isokron.outbox.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A live record: in memory, or at a place in a file. */
final class FoundRecord {
  private final byte @Nullable [] inMemory;
  private final @Nullable Segment segment;
  private final long offset;
  private final long seq;

  FoundRecord(byte @Nullable [] inMemory, @Nullable Segment segment, long offset, long seq) {
    this.inMemory = inMemory;
    this.segment = segment;
    this.offset = offset;
    this.seq = seq;
  }

  /**
   * Its bytes.
   *
   * @throws IOException if they cannot be read, are damaged, or went elsewhere since
   */
  byte[] load() throws IOException {
    if (inMemory != null) {
      return inMemory;
    }
    if (segment == null) {
      throw new IOException("the record is nowhere");
    }
    ByteBuffer frame = ByteBuffer.wrap(read(segment, EntryCodec.OVERHEAD));
    int size = EntryCodec.size(frame, 0);
    if (size < EntryCodec.OVERHEAD + Long.BYTES) {
      throw damaged();
    }
    ByteBuffer entry = ByteBuffer.wrap(read(segment, size));
    if (!EntryCodec.holds(entry, 0, size, segment.id) || entry.getLong(16) != seq) {
      throw damaged();
    }
    return Arrays.copyOfRange(entry.array(), EntryCodec.OVERHEAD + Long.BYTES, size);
  }

  private byte[] read(Segment from, int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int count = from.file.read(offset + done, bytes, done, length - done);
      if (count <= 0) {
        throw damaged();
      }
      done += count;
    }
    return bytes;
  }

  private IOException damaged() {
    return new IOException("record " + seq + " of the journal is damaged");
  }
}
