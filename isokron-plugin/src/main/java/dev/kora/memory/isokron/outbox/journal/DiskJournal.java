package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A journal on a disk: its own folder, and those of dead processes, whose records are delivered and
 * acknowledged where they are.
 */
public final class DiskJournal implements Journal {
  private static final Logger LOG = LogManager.getLogger(DiskJournal.class);
  private static final long SLOW_WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SLOW_SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long MAX_UNSYNCED_BYTES = 32L << 20;

  private final OutboxClock clock;
  private final JournalDrive drive;
  private final long maxBytes;
  private final Intake intake;

  // Adopted ones first, our own last; one that is done leaves.
  private final CopyOnWriteArrayList<OpenLog> logs;
  private final OpenLog own;

  private final JournalWork work;

  // As it is before the writer moves anything.
  private List<Stream<Kept>> found;

  private DiskJournal(
      Disk disk, OutboxClock clock, JournalDrive drive, long maxBytes, List<OpenLog> logs) {
    this.clock = clock;
    this.drive = drive;
    this.maxBytes = maxBytes;
    this.intake = new Intake(drive);
    this.logs = new CopyOnWriteArrayList<>(logs);
    this.own = logs.get(logs.size() - 1);
    this.work = new JournalWork(disk, clock, drive, intake, this.logs);
    this.found = logs.stream().map(OpenLog::kept).toList();
  }

  /**
   * Opens the journal of a target under this folder, and adopts what dead processes left there.
   *
   * @throws IOException if that cannot be: there is no journal then
   */
  public static DiskJournal open(
      Path outboxDir, String target, long maxBytes, DamageListener damaged) throws IOException {
    return open(
        new SystemDisk(),
        OutboxClock.SYSTEM,
        new JournalThreads(),
        outboxDir,
        target,
        JournalSize.of(maxBytes),
        damaged);
  }

  /** The same on another machine. */
  public static DiskJournal open(
      Disk disk,
      OutboxClock clock,
      JournalDrive drive,
      Path outboxDir,
      String target,
      JournalSize size,
      DamageListener damaged)
      throws IOException {
    Path folder = TargetFolders.make(disk, outboxDir, target);
    List<OpenLog> logs = new JournalSet(disk, folder, size, damaged, drive).open();
    DiskJournal journal = new DiskJournal(disk, clock, drive, size.maxBytes(), logs);
    drive.start(journal.work::write, journal.work::sync);
    return journal;
  }

  @Override
  public Stream<Kept> kept() {
    Stream<Kept> asked = found.stream().flatMap(Function.identity());
    found = List.of();
    return asked;
  }

  @Override
  public Ticket append(byte[] record, long follows, Runnable written) {
    // What follows an adopted record is written where that one is acknowledged: in one step.
    OpenLog adopted = follows == NONE ? null : log(follows);
    return intake.append(adopted == null ? own : adopted, record, follows, written, clock.nanos());
  }

  @Override
  public Ticket acknowledge(long handle) {
    return intake.acknowledge(log(handle), handle, clock.nanos());
  }

  private @Nullable OpenLog log(long handle) {
    int index = Handles.journal(handle);
    for (OpenLog log : logs) {
      if (log.index == index) {
        return log;
      }
    }
    return null;
  }

  @Override
  public Optional<OutboxRecord> read(long handle) throws IOException {
    OpenLog log = log(handle);
    byte[] record = log == null ? null : log.read(Handles.seq(handle));
    return record == null
        ? Optional.empty()
        : Optional.of(RecordCodec.decode(record, 0, record.length));
  }

  @Override
  public Optional<String> trouble() {
    long now = clock.nanos();
    if (intake.isClosed()) {
      return Optional.of("the journal is closed");
    }
    if (work.hasStopped()) {
      return Optional.of("the journal has stopped");
    }
    for (OpenLog log : logs) {
      String failure = log.failure();
      if (failure != null) {
        return Optional.of(failure);
      }
      if (log.unsyncedNanos(now) > SLOW_SYNC_NANOS) {
        return Optional.of("the disk of the journal is slow to sync");
      }
    }
    return intake.oldestNanos(now) > SLOW_WRITE_NANOS
        ? Optional.of("the disk of the journal is slow to write")
        : Optional.empty();
  }

  @Override
  public boolean hasRoom(long bytes) {
    long waiting = intake.bytes();
    long unsynced = waiting;
    for (OpenLog log : logs) {
      waiting += log.liveBytes();
      unsynced += log.unsyncedBytes();
    }
    return bytes <= EntryCodec.MAX_BODY - Long.BYTES
        && waiting + bytes <= maxBytes
        && unsynced + bytes <= MAX_UNSYNCED_BYTES;
  }

  @Override
  public long bytesOnDisk() {
    return logs.stream().mapToLong(OpenLog::bytes).sum();
  }

  @Override
  public Optional<Path> folder() {
    return Optional.of(own.folder);
  }

  @Override
  public Position position(long handle) {
    OpenLog log = log(handle);
    return new Position((log == null ? own : log).name(), Handles.seq(handle));
  }

  @Override
  public long handleOf(Position position) {
    return logs.stream()
        .filter(log -> log.name().equals(position.journal()))
        .mapToLong(log -> Handles.of(log.index, position.seq()))
        .findFirst()
        .orElse(NONE);
  }

  @Override
  public void close() {
    if (!intake.close()) {
      return;
    }
    work.end();
    if (!drive.stop(CLOSE_NANOS)) {
      // A write that hangs may still reach the file: nobody may adopt it before this process ends.
      LOG.warn("[kora.isokron] the disk of the journal hangs: {} stays locked", own.folder);
      return;
    }
    for (OpenLog log : logs) {
      if (log.failure() != null) {
        LOG.warn("[kora.isokron] {}: what was delivered last may be sent once more", log.failure());
      }
      try (log.lock) {
        log.closeFiles();
      } catch (IOException e) {
        LOG.warn("[kora.isokron] the journal {} did not close well", log.folder, e);
      }
    }
  }
}
