package dev.kora.memory.isokron.outbox.folder;

import java.io.IOException;
import java.util.List;

/** Small documents by name. Safe for all threads, one at a time for each name. */
public interface Documents {
  /** Their names, sorted. */
  List<String> names() throws IOException;

  /**
   * Sees to it that the names are on the disk: a process before may have ended in the middle of a
   * {@link #write}.
   *
   * @return false if that failed: a power cut may bring back others
   */
  boolean sync();

  /**
   * What one holds.
   *
   * @throws IOException also if there is none of that name
   */
  byte[] read(String name) throws IOException;

  /**
   * Puts one there, in place of any other of that name. Afterwards it is on the disk, its name too.
   */
  void write(String name, byte[] content) throws IOException;

  /** Removes one, for good when this returns; fine if it is gone. */
  void remove(String name) throws IOException;
}
