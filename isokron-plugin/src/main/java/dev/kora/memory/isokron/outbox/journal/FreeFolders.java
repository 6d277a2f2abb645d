package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Finds the journals' folders of a target that nobody else holds, and locks them. */
final class FreeFolders {
  private static final Logger LOG = LogManager.getLogger(FreeFolders.class);

  // More than so many wait for the next start.
  private static final int MAX_ADOPTED = 100;

  // A command has a folder for a moment, a host that ends for a few; a living one keeps it, and is
  // no reason to start late. So many tries, whatever the clock says.
  private static final int MORE_TRIES = 6;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Disk disk;
  private final Path target;
  private final JournalDrive drive;
  private final NavigableMap<String, Held> held = new TreeMap<>();

  FreeFolders(Disk disk, Path target, JournalDrive drive) {
    this.disk = disk;
    this.target = target;
    this.drive = drive;
  }

  /** A folder and what frees it. */
  record Held(Path folder, Closeable lock) {}

  /** Locks one; empty if somebody has it. */
  static Optional<Held> hold(Disk disk, Path folder) throws IOException {
    return disk.tryLock(folder.resolve("lock")).map(lock -> new Held(folder, lock));
  }

  /** Locks what is free, oldest first. */
  List<Held> all() throws IOException {
    List<String> busy = busyOf(names());
    for (int tries = 0; tries < MORE_TRIES && !busy.isEmpty(); tries++) {
      drive.await(() -> false, PAUSE_NANOS);
      try {
        busy.retainAll(names()); // who had it may have removed it
      } catch (IOException e) {
        LOG.warn("[kora.isokron] {} cannot be listed again: what is busy waits", target, e);
        break;
      }
      busy = busyOf(busy);
    }
    if (!busy.isEmpty()) {
      LOG.info("[kora.isokron] other processes have journals in {}: {}", target, busy);
    }
    return List.copyOf(held.values());
  }

  private List<String> names() throws IOException {
    return disk.list(target).stream().filter(JournalSet::isJournal).toList();
  }

  /** Those of them that somebody has. */
  private List<String> busyOf(List<String> names) {
    List<String> busy = new ArrayList<>();
    for (String name : names) {
      if (held.size() > MAX_ADOPTED) {
        LOG.warn("[kora.isokron] too many journals in {}: those from {} on wait", target, name);
        break;
      }
      try {
        Optional<Held> free = hold(disk, target.resolve(name));
        free.ifPresentOrElse(one -> held.put(name, one), () -> busy.add(name));
      } catch (IOException | RuntimeException e) {
        LOG.error("[kora.isokron] the journal {} cannot be locked: it waits", name, e);
      }
    }
    return busy;
  }
}
