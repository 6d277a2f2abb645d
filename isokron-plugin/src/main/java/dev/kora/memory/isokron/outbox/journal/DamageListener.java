package dev.kora.memory.isokron.outbox.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Is told of damage that is found when a journal is opened. */
@FunctionalInterface
public interface DamageListener {
  /**
   * Declares it. When this returns the declaration is on the disk; only then are the bytes set
   * aside, so that each damage is declared, and seldom twice.
   *
   * @param folder the journal's folder
   * @throws IOException if that failed: this journal is not opened, and it comes again at the next
   *     start
   */
  void damaged(Path folder, Damage damage) throws IOException;
}
