package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The folders of the targets: a target's records are never delivered to another. {@code target.txt}
 * says the target in words.
 */
public final class TargetFolders {
  private static final Logger LOG = LogManager.getLogger(TargetFolders.class);
  private static final String WORDS = "target.txt";
  private static final int HASH_BYTES = 8;
  private static final int MAX_WORDS = 4096;

  private TargetFolders() {}

  /** The other targets for which something waits under this folder, in words. Reads journals. */
  public static List<String> others(Disk disk, Path outboxDir, String target) throws IOException {
    List<String> others = new ArrayList<>();
    for (String name : disk.list(outboxDir)) {
      Path folder = outboxDir.resolve(name);
      if (!name.equals(hash(target)) && holdsAnything(disk, folder)) {
        others.add(OneLine.of(words(disk, folder)));
      }
    }
    return others;
  }

  // What cannot be read may hold something.
  private static boolean holdsAnything(Disk disk, Path folder) {
    try {
      for (String name : disk.list(folder)) {
        if (JournalSet.isJournal(name) && isUsed(folder.resolve(name))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      LOG.warn("[kora.isokron] {} cannot be read: something may wait there", folder, e);
      return true;
    }
  }

  private static boolean isUsed(Path journal) throws IOException {
    Disk reading = new ReadOnlyDisk();
    if (!reading.list(journal.resolve("parked")).isEmpty()
        || !reading.list(journal.resolve("gaps")).isEmpty()) {
      return true;
    }
    try (JournalReader reader = JournalReader.open(journal)) {
      return reader.size() > 0;
    }
  }

  /** All targets that have a journal under this folder. */
  public static List<Target> all(Disk disk, Path outboxDir) throws IOException {
    List<Target> all = new ArrayList<>();
    for (String name : disk.list(outboxDir)) {
      Path folder = outboxDir.resolve(name);
      List<Path> journals =
          disk.list(folder).stream().filter(JournalSet::isJournal).map(folder::resolve).toList();
      if (!journals.isEmpty()) {
        all.add(new Target(words(disk, folder), journals));
      }
    }
    return all;
  }

  /**
   * A server that records are for.
   *
   * @param words its address, as it was written down
   * @param journals their folders, oldest first
   */
  public record Target(String words, List<Path> journals) {}

  private static String words(Disk disk, Path folder) throws IOException {
    try (DiskFile file = disk.open(folder.resolve(WORDS))) {
      byte[] words = new byte[MAX_WORDS];
      int length = Math.max(0, file.read(0, words, 0, words.length));
      if (length > 0) {
        return new String(words, 0, length, StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("[kora.isokron] nothing says what {} is for", folder);
    }
    return String.valueOf(folder.getFileName());
  }

  static Path make(Disk disk, Path outboxDir, String target) throws IOException {
    Path folder = outboxDir.resolve(hash(target));
    disk.createFolder(folder);
    byte[] words = target.getBytes(StandardCharsets.UTF_8);
    try (DiskFile file = open(disk, folder.resolve(WORDS))) {
      if (file.length() < words.length) { // new, or its writer was killed
        for (int done = 0; done < words.length; ) {
          done += file.write(done, words, done, words.length - done);
        }
        file.sync();
      }
    }
    disk.syncFolder(folder);
    disk.syncFolder(outboxDir);
    return folder;
  }

  private static DiskFile open(Disk disk, Path file) throws IOException {
    try {
      return disk.create(file);
    } catch (FileAlreadyExistsException e) {
      return disk.open(file);
    }
  }

  private static String hash(String target) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
