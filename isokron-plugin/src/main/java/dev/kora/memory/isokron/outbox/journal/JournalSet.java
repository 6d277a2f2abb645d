package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.journal.FreeFolders.Held;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The journals that this process has: the folders of a target that nobody else holds. The newest
 * becomes its own, the others are adopted, in the order of their making.
 */
final class JournalSet {
  private static final Logger LOG = LogManager.getLogger(JournalSet.class);
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Disk disk;
  private final Path target;
  private final JournalSize size;
  private final DamageListener damaged;
  private final FreeFolders folders;

  JournalSet(Disk disk, Path target, JournalSize size, DamageListener damaged, JournalDrive drive) {
    this.disk = disk;
    this.folders = new FreeFolders(disk, target, drive);
    this.target = target;
    this.size = size;
    this.damaged = damaged;
  }

  static boolean isJournal(String folderName) {
    return NAME.matcher(folderName).matches();
  }

  /**
   * Opens them; our own is the last. What cannot be opened waits for the next start.
   *
   * @throws IOException if there is none, not even a new one
   */
  List<OpenLog> open() throws IOException {
    List<OpenLog> open = new ArrayList<>();
    List<Held> free = folders.all();
    for (int i = free.size(); i > 0; i--) { // the newest first: ours, if it can be opened
      open(open.isEmpty() ? Handles.OWN : i, free.get(i - 1)).ifPresent(open::add);
    }
    while (open.isEmpty()) {
      Path made = target.resolve(OutboxKeys.next().toString());
      disk.createFolder(made);
      disk.syncFolder(target);
      Optional<Held> held = FreeFolders.hold(disk, made); // unless another process found it first
      if (held.isPresent()) {
        open.add(openOrFail(Handles.OWN, held.get()));
      }
    }
    Collections.reverse(open);
    OpenLog own = open.get(open.size() - 1);
    open.removeIf(log -> log != own && !isAdopted(log, own));
    return open;
  }

  // What is set aside there is looked after with ours. One that has no room for it, say, must not
  // take the others' journal away.
  private boolean isAdopted(OpenLog log, OpenLog own) {
    try {
      move(disk, log, own, "parked", "");
      move(disk, log, own, "gaps", "");
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.error("[kora.isokron] the journal {} cannot be taken over: it waits", log.folder, e);
      letGo(log);
      return false;
    }
  }

  private static void letGo(OpenLog log) {
    try (log.lock) {
      log.closeFiles();
    } catch (IOException e) {
      LOG.warn("[kora.isokron] the journal {} did not close well", log.folder, e);
    }
  }

  private Optional<OpenLog> open(int index, Held held) {
    try {
      return Optional.of(openOrFail(index, held));
    } catch (IOException | RuntimeException e) {
      LOG.error("[kora.isokron] the journal {} cannot be opened: it waits", held.folder(), e);
      return Optional.empty();
    }
  }

  private OpenLog openOrFail(int index, Held held) throws IOException {
    try {
      JournalLog log = JournalLog.open(disk, held.folder(), size, damaged);
      return new OpenLog(index, held.folder(), held.lock(), disk, log);
    } catch (IOException | RuntimeException e) {
      held.lock().close();
      throw e;
    }
  }

  private static void move(Disk disk, OpenLog from, OpenLog to, String kind, String prefix)
      throws IOException {
    Path source = from.folder.resolve(kind);
    List<String> names = disk.list(source);
    if (names.isEmpty()) {
      return;
    }
    Path goal = to.folder.resolve(kind);
    disk.createFolder(goal);
    disk.syncFolder(to.folder);
    for (String name : names) {
      disk.rename(source.resolve(name), goal.resolve(prefix + name));
    }
    disk.syncFolder(goal);
    disk.syncFolder(source);
  }

  /** Removes an adopted journal in which nothing is left. */
  static void remove(Disk disk, OpenLog adopted, OpenLog own) {
    try (adopted.lock) {
      adopted.closeFiles();
      // Its segments first, oldest first: acknowledgements never go before their records.
      for (String kind : List.of("segments", "commands")) {
        Path folder = adopted.folder.resolve(kind);
        for (String name : disk.list(folder)) {
          disk.delete(folder.resolve(name));
          disk.syncFolder(folder);
        }
      }
      for (String kind : List.of("parked", "gaps", "damaged")) {
        move(disk, adopted, own, kind, kind.equals("damaged") ? adopted.name() + "-" : "");
      }
      for (String name : disk.list(adopted.folder)) {
        disk.delete(adopted.folder.resolve(name));
      }
      disk.delete(adopted.folder);
      LOG.info("[kora.isokron] the journal {} of another process is done", adopted.folder);
    } catch (IOException e) {
      LOG.warn("[kora.isokron] the journal {} is done and cannot go", adopted.folder, e);
    }
  }
}
