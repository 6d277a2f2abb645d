package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the journal's two threads do: one writes, one syncs and lets go of what is done. */
final class JournalWork {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Disk disk;
  private final OutboxClock clock;
  private final JournalDrive drive;
  private final Intake intake;

  // Our own is the last.
  private final List<OpenLog> logs;
  private final OpenLog own;

  // Each of one thread.
  private long writeAgainAt;
  private long syncAgainAt;

  private volatile boolean ending;
  private volatile boolean stopped;

  JournalWork(Disk disk, OutboxClock clock, JournalDrive drive, Intake intake, List<OpenLog> logs) {
    this.disk = disk;
    this.clock = clock;
    this.drive = drive;
    this.intake = intake;
    this.logs = logs;
    this.own = logs.get(logs.size() - 1);
    this.writeAgainAt = clock.nanos();
    this.syncAgainAt = clock.nanos();
  }

  /** The next run of each step is its last: it does not wait for the time to try again. */
  void end() {
    ending = true;
  }

  /** Whether a step ended in an error, and its thread with it: nothing is kept from then on. */
  boolean hasStopped() {
    return stopped;
  }

  private long orStop(JournalDrive.Step step) {
    try {
      return step.run();
    } catch (RuntimeException | Error e) {
      stopped = true;
      throw e;
    }
  }

  /** The writer's step. */
  long write() {
    return orStop(this::writeAll);
  }

  /** The syncer's step. */
  long sync() {
    return orStop(this::syncAll);
  }

  private long writeAll() {
    long now = clock.nanos();
    if (!ending && writeAgainAt - now > 0) {
      return writeAgainAt - now;
    }
    List<Queued> taken = intake.take();
    boolean written = true;
    boolean unsynced = false;
    for (OpenLog log : logs) {
      written &= log.write(taken, now);
      unsynced |= log.unsyncedBytes() > 0;
    }
    intake.finished();
    if (!taken.isEmpty() || unsynced || !written) {
      drive.wakeSyncer();
    }
    taken.forEach(Queued::tell);
    boolean more = compact(); // whose record stands in the file does not wait for that
    if (!written) {
      writeAgainAt = clock.nanos() + RETRY_NANOS;
      return RETRY_NANOS;
    }
    return more ? 0 : JournalDrive.Step.IDLE;
  }

  // One step of one log: what comes meanwhile waits.
  private boolean compact() {
    for (OpenLog log : logs) {
      if (log.compact()) {
        return true;
      }
    }
    return false;
  }

  private long syncAll() {
    long now = clock.nanos();
    if (!ending && syncAgainAt - now > 0) {
      return syncAgainAt - now;
    }
    boolean synced = true;
    boolean wasteful = false;
    for (OpenLog log : logs) {
      synced &= log.sync();
      wasteful |= log.isWasteful();
      if (log != own && log.isDone() && intake.retire(log, () -> logs.remove(log))) {
        JournalSet.remove(disk, log, own);
      }
    }
    if (!synced || wasteful) {
      drive.wakeWriter(); // it has to write again what could not be synced, or what lives
    }
    if (synced) {
      return JournalDrive.Step.IDLE;
    }
    syncAgainAt = clock.nanos() + RETRY_NANOS;
    return RETRY_NANOS;
  }
}
