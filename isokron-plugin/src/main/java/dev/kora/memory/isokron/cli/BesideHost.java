package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.json.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks the running host about a dead letter, and waits for what it does. */
final class BesideHost {
  private static final long DELIVERED_SECONDS = 3;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final OutboxOptions options;
  private final Path journal;
  private final UUID key;

  BesideHost(OutboxOptions options, Path journal, UUID key) {
    this.options = options;
    this.journal = journal;
    this.key = key;
  }

  LetterOutcome replay() throws IOException {
    HostCommand.carryOut(journal, "replay", key.toString());
    Optional<FoundLetter> left = left();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DELIVERED_SECONDS);
    while (left.isPresent() && left.get().replaying() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
      left = left();
    }
    if (left.isEmpty()) {
      return LetterOutcome.DELIVERED;
    }
    if (left.get().replaying()) {
      return LetterOutcome.queued("the running host sends it again; it is not delivered yet");
    }
    throw CommandFailure.because(
        key + " is parked again: " + OneLine.of(left.get().letter().reason()));
  }

  LetterOutcome drop() throws IOException {
    HostCommand.carryOut(journal, "drop", key.toString());
    if (left().isPresent()) {
      throw CommandFailure.because(key + " was not dropped: the running host sends it again");
    }
    return LetterOutcome.DROPPED;
  }

  // A host that starts moves what others left behind, and does not look for commands there.
  private Optional<FoundLetter> left() throws IOException {
    Optional<FoundLetter> left = FoundLetter.find(options, key);
    if (left.isPresent() && !left.get().journal().equals(journal)) {
      throw CommandFailure.because(key + " was moved by a host that starts: try again");
    }
    return left;
  }
}
