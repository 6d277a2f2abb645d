package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.system.LockSign;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** An operator's order about a dead letter: carried out by the host that has it, or here. */
enum LetterOrder {
  REPLAY {
    @Override
    LetterOutcome by(WithoutHost nobody) throws IOException {
      return nobody.replay();
    }

    @Override
    LetterOutcome by(BesideHost host, FoundLetter found) throws IOException {
      return found.replaying()
          ? LetterOutcome.queued("the running host sends it again already")
          : host.replay();
    }
  },
  DROP {
    @Override
    void prepare(WithoutHost nobody) throws IOException {
      nobody.search();
    }

    @Override
    LetterOutcome by(WithoutHost nobody) throws IOException {
      return nobody.drop();
    }

    @Override
    LetterOutcome by(BesideHost host, FoundLetter found) throws IOException {
      if (found.replaying()) {
        throw CommandFailure.because(
            found.letter().message().key() + " cannot be dropped: the running host sends it again");
      }
      return host.drop();
    }
  };

  /** What may take a while, and needs no lock. */
  void prepare(WithoutHost nobody) throws IOException {}

  abstract LetterOutcome by(WithoutHost nobody) throws IOException;

  abstract LetterOutcome by(BesideHost host, FoundLetter found) throws IOException;

  /** Carries it out and says what happened. */
  void carryOut(OutboxOptions options, UUID key, PrintWriter out) throws IOException {
    FoundLetter found =
        FoundLetter.find(options, key)
            .orElseThrow(() -> CommandFailure.because("no dead letter has the key " + key));
    carryOut(options, key, found, out);
  }

  /** The same with a letter that is found. */
  void carryOut(OutboxOptions options, UUID key, FoundLetter found, PrintWriter out)
      throws IOException {
    onlyByItsOwner(found.journal());
    outcome(options, key, found).print(options, key.toString(), out);
  }

  private LetterOutcome outcome(OutboxOptions options, UUID key, FoundLetter found)
      throws IOException {
    WithoutHost nobody = new WithoutHost(found, key);
    if (!LockSign.isHeld(found.journal().resolve("lock"))) {
      prepare(nobody);
    }
    // Asking does not free the lock of a host, not even of one in this process.
    Optional<Closeable> lock = new SystemDisk().tryLock(found.journal().resolve("lock"));
    if (lock.isEmpty()) {
      return by(new BesideHost(options, found.journal(), key), found);
    }
    Closeable held = lock.get();
    try (held) {
      return by(nobody);
    }
  }

  // A file that root makes here is none that the host can read.
  static void onlyByItsOwner(Path journal) throws IOException {
    if (!journal.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    String owner = Files.getOwner(journal).getName();
    Optional<String> user = ProcessHandle.current().info().user();
    if (user.isPresent() && !user.get().equals(owner)) {
      throw CommandFailure.because(
          journal + " belongs to " + owner + ": run this as that user, and not as " + user.get());
    }
  }
}
