package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The machine's disk, on which writes to a new file can be made to hang. */
final class HangingDisk implements Disk {
  private final Disk disk = new SystemDisk();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean hangs;

  void hang() {
    hangs = true;
  }

  void awaitHanging() throws InterruptedException {
    hanging.await();
  }

  void goOn() {
    goOn.countDown();
  }

  private void maybeHang() throws IOException {
    if (hangs) {
      hanging.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IOException("the journal's threads are never interrupted", e);
      }
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    maybeHang();
    return disk.create(file);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    disk.createFolder(folder);
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
