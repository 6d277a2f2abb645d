package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.folder.Documents;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** An operator knows of a gap: nobody is to be told of it any more. */
final class GapDrop {
  private static final LetterOutcome DROPPED =
      new LetterOutcome("dropped", "acknowledged; what it counts stays lost");

  private GapDrop() {}

  /** Removes it, or has the running host do so; empty if there is none of this name. */
  static Optional<LetterOutcome> carryOut(OutboxOptions options, String name) throws IOException {
    Optional<Path> journal = find(options, name);
    if (journal.isEmpty()) {
      return Optional.empty();
    }
    LetterOrder.onlyByItsOwner(journal.get());
    Optional<Closeable> lock = new SystemDisk().tryLock(journal.get().resolve("lock"));
    if (lock.isEmpty()) {
      HostCommand.carryOut(journal.get(), "drop", name);
    } else {
      Closeable held = lock.get();
      try (held) {
        gaps(new SystemDisk(), journal.get()).remove(name);
      }
    }
    if (find(options, name).isPresent()) {
      throw CommandFailure.because(name + " is still there: it was moved meanwhile, try again");
    }
    return Optional.of(DROPPED);
  }

  private static Optional<Path> find(OutboxOptions options, String name) throws IOException {
    for (TargetFolders.Target target : options.targets()) {
      for (Path journal : target.journals()) {
        if (gaps(OutboxOptions.DISK, journal).names().contains(name)) {
          return Optional.of(journal);
        }
      }
    }
    return Optional.empty();
  }

  private static Documents gaps(Disk disk, Path journal) {
    return OutboxFolder.on(disk, journal).gaps();
  }
}
