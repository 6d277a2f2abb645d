package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.folder.Documents;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks the running host, by a file that it looks for every second, and waits for what it does. */
final class BesideHost {
  private static final long TAKEN_SECONDS = 5;
  private static final long DELIVERED_SECONDS = 3;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final OutboxOptions options;
  private final Path journal;
  private final UUID key;
  private final Documents commands;

  BesideHost(OutboxOptions options, Path journal, UUID key) {
    this.options = options;
    this.journal = journal;
    this.key = key;
    this.commands = OutboxFolder.on(new SystemDisk(), journal).commands();
  }

  LetterOutcome replay() throws IOException {
    command("replay");
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
    command("drop");
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

  /** Has the host carry out a command; one that it does not take is withdrawn. */
  private void command(String what) throws IOException {
    String name = OutboxKeys.next().toString();
    commands.write(name, StrictJson.writeBytes(StrictJson.object().put(what, key.toString())));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TAKEN_SECONDS);
    while (commands.names().contains(name)) {
      if (System.nanoTime() - end > 0) {
        commands.remove(name);
        throw CommandFailure.because(
            "a process holds the journal and has not looked for commands for "
                + TAKEN_SECONDS
                + " s; the command is withdrawn: is that host well?");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
