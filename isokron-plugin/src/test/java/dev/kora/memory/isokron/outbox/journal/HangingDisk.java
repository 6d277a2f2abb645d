package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.DiskFile;
import dev.kora.memory.isokron.outbox.system.ForwardingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The machine's disk, on which writes to a new file can be made to hang. */
final class HangingDisk extends ForwardingDisk {
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
    return super.create(file);
  }
}
