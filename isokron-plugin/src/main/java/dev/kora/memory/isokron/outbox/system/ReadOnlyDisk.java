package dev.kora.memory.isokron.outbox.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * This machine's disk for one who only looks: beside a running process, that is not disturbed by
 * it. All but looking is a mistake of the caller.
 */
public final class ReadOnlyDisk implements Disk {
  private final Disk names = new SystemDisk();

  @Override
  public List<String> list(Path folder) throws IOException {
    return names.list(folder);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    // A FileChannel: an open one does not keep others from deleting the file, on Windows too.
    return new ReadOnlyFile(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public void createFolder(Path folder) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public DiskFile create(Path file) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void rename(Path from, Path to) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(Path path) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void syncFolder(Path folder) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public Optional<Closeable> tryLock(Path file) {
    throw new ReadOnlyFileSystemException();
  }

  private record ReadOnlyFile(FileChannel channel) implements DiskFile {
    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(into, offset, length), at);
    }

    @Override
    public int write(long at, byte[] from, int offset, int length) {
      throw new ReadOnlyFileSystemException();
    }

    @Override
    public void truncate(long length) {
      throw new ReadOnlyFileSystemException();
    }

    @Override
    public void sync() {
      throw new ReadOnlyFileSystemException();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
