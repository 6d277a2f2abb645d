package dev.kora.memory.isokron.outbox.system;

import java.io.IOException;

/** A file of another disk, for tests that look at what is done to it. */
public class ForwardingFile implements DiskFile {
  private final DiskFile file;

  public ForwardingFile(DiskFile file) {
    this.file = file;
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public int read(long at, byte[] into, int offset, int length) throws IOException {
    return file.read(at, into, offset, length);
  }

  @Override
  public int write(long at, byte[] from, int offset, int length) throws IOException {
    return file.write(at, from, offset, length);
  }

  @Override
  public void truncate(long length) throws IOException {
    file.truncate(length);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
