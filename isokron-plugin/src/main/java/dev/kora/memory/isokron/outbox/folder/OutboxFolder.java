package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.outbox.system.Disk;
import java.nio.file.Path;

/**
 * The documents of one outbox, by what they are.
 *
 * @param parked dead letters, by key
 * @param gaps what was lost or refused, by key
 * @param commands what an operator asks for, by a number of their own
 */
public record OutboxFolder(Documents parked, Documents gaps, Documents commands) {
  /** The documents in the folder of a journal. */
  public static OutboxFolder on(Disk disk, Path folder) {
    return new OutboxFolder(
        new DiskDocuments(disk, folder.resolve("parked")),
        new DiskDocuments(disk, folder.resolve("gaps")),
        new DiskDocuments(disk, folder.resolve("commands")));
  }

  /** Where there is no folder: in memory, for as long as the process lives. */
  public static OutboxFolder inMemory() {
    return new OutboxFolder(new MemoryDocuments(), new MemoryDocuments(), new MemoryDocuments());
  }
}
