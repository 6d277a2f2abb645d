package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.journal.JournalReader;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Does to a dead letter what a host would do, and holds the journal's lock meanwhile. Each step is
 * one file, made or removed as a whole: a crash leaves the letter as it was, or as it was to be.
 */
final class WithoutHost {
  private final FoundLetter found;
  private final UUID key;

  // Until a search has found otherwise.
  private boolean mayBeQueued = true;

  /** {@code found} is looked at again: it was found before the lock is had. */
  WithoutHost(FoundLetter found, UUID key) {
    this.found = found;
    this.key = key;
  }

  /**
   * Searches the journals, before the lock is had: that may take a while, in which a host may
   * start. What is not in them does not come back: there is a letter.
   */
  void search() throws IOException {
    mayBeQueued = inSomeJournal();
  }

  LetterOutcome replay() throws IOException {
    String next = "no host has its journal: the next start of a host of this server sends it";
    if (now().replaying()) {
      return LetterOutcome.queued("is to be sent again already; " + next);
    }
    if (!letters().replay(key)) {
      throw gone();
    }
    return LetterOutcome.queued(next);
  }

  LetterOutcome drop() throws IOException {
    FoundLetter now = now();
    if (mayBeQueued && inSomeJournal()) {
      throw CommandFailure.because(
          key
              + " is still in a journal: its host ended while it set it aside; start the host once,"
              + " then drop it");
    }
    DeadLetters letters = letters();
    if (now.replaying()) {
      letters.park(now.letter().message(), now.letter().reason());
    }
    if (!letters.drop(key)) {
      throw gone();
    }
    return LetterOutcome.DROPPED;
  }

  private FoundLetter now() throws IOException {
    return found.again().orElseThrow(this::gone);
  }

  private DeadLetters letters() throws IOException {
    return new DeadLetters(FoundLetter.parked(new SystemDisk(), found.journal()));
  }

  // The next host would send it from there, if no letter says that it was set aside.
  private boolean inSomeJournal() throws IOException {
    boolean[] there = {false};
    for (Path journal : found.target().journals()) {
      try (JournalReader reader = JournalReader.open(journal)) {
        reader.forEach(
            (memory, offset, length) -> {
              there[0] = isKey(memory, offset, length);
              return !there[0];
            });
      }
      if (there[0]) {
        return true;
      }
    }
    return false;
  }

  private boolean isKey(byte[] memory, int offset, int length) {
    try {
      return RecordCodec.head(memory, offset, length).key().equals(key);
    } catch (IOException e) {
      return false; // one of a newer version
    }
  }

  private CommandFailure gone() {
    return CommandFailure.because(key + " is not parked any more: see `outbox show`");
  }
}
