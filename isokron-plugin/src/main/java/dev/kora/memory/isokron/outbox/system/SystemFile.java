package dev.kora.memory.isokron.outbox.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file of this machine. A RandomAccessFile and not a FileChannel, which an interrupt closes. One
 * for writing and one for reading, so that neither waits for the other.
 */
final class SystemFile implements DiskFile {
  private final RandomAccessFile writing;
  private final RandomAccessFile reading;
  private final Object writes = new Object();
  private long writeAt;

  SystemFile(Path file) throws IOException {
    writing = new RandomAccessFile(file.toFile(), "rw");
    try {
      reading = new RandomAccessFile(file.toFile(), "r");
    } catch (IOException | RuntimeException | Error e) {
      writing.close();
      throw e;
    }
  }

  @Override
  public long length() throws IOException {
    return reading.length();
  }

  @Override
  public int read(long at, byte[] into, int offset, int length) throws IOException {
    synchronized (reading) {
      reading.seek(at);
      return reading.read(into, offset, length);
    }
  }

  @Override
  public int write(long at, byte[] from, int offset, int length) throws IOException {
    synchronized (writes) {
      if (writeAt != at) {
        writing.seek(at);
      }
      writeAt = -1; // unknown, if the next line fails
      writing.write(from, offset, length);
      writeAt = at + length;
      return length;
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    synchronized (writes) {
      writeAt = -1;
      writing.setLength(length);
    }
  }

  @Override
  public void sync() throws IOException {
    writing.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    try (reading) {
      writing.close();
    }
  }
}
