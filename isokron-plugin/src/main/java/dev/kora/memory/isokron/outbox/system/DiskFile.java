package dev.kora.memory.isokron.outbox.system;

import java.io.Closeable;
import java.io.IOException;

/** An open file. An interrupt of the calling thread neither closes it nor disturbs it. */
public interface DiskFile extends Closeable {
  /** How many bytes there are. */
  long length() throws IOException;

  /**
   * Reads.
   *
   * @return how many bytes, at least one; -1 at the end
   */
  int read(long at, byte[] into, int offset, int length) throws IOException;

  /**
   * Writes.
   *
   * @return how many bytes; fewer than asked for is no error
   */
  int write(long at, byte[] from, int offset, int length) throws IOException;

  /** Cuts the file to this length. */
  void truncate(long length) throws IOException;

  /** Puts the bytes on the disk. After it failed, nothing is known of what was written before. */
  void sync() throws IOException;
}
