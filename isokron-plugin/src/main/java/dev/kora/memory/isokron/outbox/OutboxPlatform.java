package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.journal.NoJournal;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import dev.kora.memory.isokron.outbox.system.PooledTasks;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import dev.kora.memory.isokron.outbox.system.Tasks;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What an outbox stands on; it closes the journal and the tasks with itself.
 *
 * @param upkeep not held up by what hangs in the other tasks
 * @param chance used by one thread at a time
 */
public record OutboxPlatform(
    Journal journal,
    OutboxFolder folder,
    Tasks tasks,
    Tasks upkeep,
    OutboxClock clock,
    InstantSource date,
    RandomGenerator chance) {

  /** Senders; at most half of them are with workspaces that hang. */
  static final int SENDERS = 8;

  /** This machine, with that journal and its folder. */
  public static OutboxPlatform of(Journal journal, InstantSource date) {
    return new OutboxPlatform(
        journal,
        journal
            .folder()
            .map(folder -> OutboxFolder.on(new SystemDisk(), folder))
            .orElseGet(OutboxFolder::inMemory),
        new PooledTasks("isokron-sender", SENDERS),
        new PooledTasks("isokron-upkeep", 1),
        OutboxClock.SYSTEM,
        date,
        new SplittableRandom());
  }

  /** This machine, and nothing on its disk; {@code reason} says why. */
  public static OutboxPlatform inMemory(String reason, InstantSource date) {
    return of(new NoJournal(reason), date);
  }

  /** Ends the threads and lets go of the folder. */
  public void close() {
    tasks.close();
    upkeep.close();
    journal.close();
  }
}
