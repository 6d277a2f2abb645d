package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Sets aside what cannot be read, as {@code damaged/<segment>-<offset>.bin}. The copy also says
 * that the damage was declared.
 */
final class DamageCopies {
  private static final Logger LOG = LogManager.getLogger(DamageCopies.class);
  private static final int BUFFER = 64 << 10;

  private final Disk disk;
  private final Path journal;
  private final DamageListener listener;

  DamageCopies(Disk disk, Path journal, DamageListener listener) {
    this.disk = disk;
    this.journal = journal;
    this.listener = listener;
  }

  /**
   * Declares damage and copies it.
   *
   * @throws IOException if it cannot be declared: the journal must not be used, or its segment
   *     might go before anybody hears of it
   */
  void add(DiskFile file, long segment, long offset, long end) throws IOException {
    Path folder = journal.resolve("damaged");
    String name = Long.toHexString(segment) + "-" + Long.toHexString(offset);
    Damage damage = Damage.of(String.valueOf(journal.getFileName()), segment, offset, end);
    if (disk.list(folder).contains(name + ".bin")) {
      return;
    }
    LOG.error(
        "[kora.isokron] the journal is damaged: {} bytes at {} of segment {} in {}, up to {}"
            + " records",
        damage.bytes(),
        offset,
        Long.toHexString(segment),
        journal,
        damage.atMost());
    listener.damaged(journal, damage);
    try {
      disk.createFolder(folder);
      disk.syncFolder(journal);
      Path copy = folder.resolve(name + ".tmp");
      copy(file, offset, end, copy);
      disk.rename(copy, folder.resolve(name + ".bin"));
      disk.syncFolder(folder);
    } catch (IOException e) {
      LOG.warn("[kora.isokron] damage of the journal could not be set aside: {}", name, e);
    }
  }

  private void copy(DiskFile from, long offset, long end, Path to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (DiskFile copy = createOrReuse(to)) {
      copy.truncate(0);
      long done = 0;
      while (offset + done < end) {
        int wanted = (int) Math.min(BUFFER, end - offset - done);
        int count = read(from, offset + done, buffer, wanted);
        if (count <= 0) {
          break;
        }
        for (int put = 0; put < count; ) {
          put += copy.write(done + put, buffer, put, count - put);
        }
        done += count;
      }
      copy.sync();
    }
  }

  private static int read(DiskFile from, long at, byte[] into, int length) {
    try {
      return from.read(at, into, 0, length);
    } catch (IOException e) {
      LOG.warn("[kora.isokron] damage of the journal cannot be read from {} on", at, e);
      return -1;
    }
  }

  private DiskFile createOrReuse(Path path) throws IOException {
    try {
      return disk.create(path);
    } catch (FileAlreadyExistsException e) {
      return disk.open(path);
    }
  }
}
