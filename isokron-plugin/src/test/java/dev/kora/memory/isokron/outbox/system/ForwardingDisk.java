package dev.kora.memory.isokron.outbox.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The machine's disk, for tests that have some of it go wrong. */
public class ForwardingDisk implements Disk {
  private final Disk disk = new SystemDisk();

  @Override
  public List<String> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    disk.syncFolder(folder);
  }

  @Override
  public Optional<Closeable> tryLock(Path file) throws IOException {
    return disk.tryLock(file);
  }
}
