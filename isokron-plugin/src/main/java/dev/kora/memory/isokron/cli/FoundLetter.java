package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.folder.Documents;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** A dead letter and the journal's folder where it is now: a host moves what others left behind. */
record FoundLetter(TargetFolders.Target target, Path journal, DeadLetter letter) {
  static Optional<FoundLetter> find(OutboxOptions options, UUID key) throws IOException {
    Optional<FoundLetter> found = look(options, key);
    // Perhaps it was moved behind the look's back: then it is there now.
    return found.isPresent() ? found : look(options, key);
  }

  private static Optional<FoundLetter> look(OutboxOptions options, UUID key) throws IOException {
    for (TargetFolders.Target target : options.targets()) {
      for (Path journal : target.journals()) {
        Optional<FoundLetter> found = at(target, journal, key);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<FoundLetter> at(TargetFolders.Target target, Path journal, UUID key)
      throws IOException {
    byte[] content;
    try {
      content = parked(OutboxOptions.DISK, journal).read(key.toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(new FoundLetter(target, journal, DeadLetter.of(content)));
    } catch (IOException e) {
      throw CommandFailure.because(
          "the dead letter " + key + " in " + journal + " cannot be read: " + e.getMessage());
    }
  }

  /** As it is now in the same folder, if it still is there. */
  Optional<FoundLetter> again() throws IOException {
    return at(target, journal, letter.message().key());
  }

  static Documents parked(Disk disk, Path journal) {
    return OutboxFolder.on(disk, journal).parked();
  }

  boolean replaying() {
    return letter.replaying();
  }
}
