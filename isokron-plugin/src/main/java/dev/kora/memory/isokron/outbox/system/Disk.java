package dev.kora.memory.isokron.outbox.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A disk. What is written may be lost in a power cut until the file is synced; a name that was
 * made, changed or removed, until its folder is.
 */
public interface Disk {
  /** The names in a folder, sorted; none if there is no such folder. */
  List<String> list(Path folder) throws IOException;

  /** Makes a folder, and those above it, for this user only; fine if it is there. */
  void createFolder(Path folder) throws IOException;

  /**
   * Makes a file for this user only and opens it.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  DiskFile create(Path file) throws IOException;

  /**
   * Opens a file for reading and writing.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  DiskFile open(Path file) throws IOException;

  /** Gives a file another name in one step; what had that name is gone. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file or an empty folder; fine if it is gone. */
  void delete(Path path) throws IOException;

  /** Puts the names in a folder on the disk. */
  void syncFolder(Path folder) throws IOException;

  /**
   * Makes a file and locks it against every other process and everyone else in this one; the end of
   * the process frees it.
   *
   * @return what frees it; empty if somebody has it, or it was removed meanwhile
   */
  Optional<Closeable> tryLock(Path file) throws IOException;
}
