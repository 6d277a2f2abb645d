package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk on which somebody is at work while a folder is looked at for the first time. */
final class BusyDisk implements Disk {
  private final Disk disk = new ReadOnlyDisk();
  private final Runnable work;
  private final boolean seesWhatGoes;
  int looks;

  /**
   * Makes one.
   *
   * @param seesWhatGoes whether the first look still names the files that go meanwhile
   */
  BusyDisk(Runnable work, boolean seesWhatGoes) {
    this.work = work;
    this.seesWhatGoes = seesWhatGoes;
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    List<String> names = disk.list(folder);
    if (looks++ == 0) {
      work.run();
      return names.stream()
          .filter(name -> seesWhatGoes || Files.exists(folder.resolve(name)))
          .toList();
    }
    return names;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void createFolder(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DiskFile create(Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void syncFolder(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Closeable> tryLock(Path file) {
    throw new UnsupportedOperationException();
  }
}
