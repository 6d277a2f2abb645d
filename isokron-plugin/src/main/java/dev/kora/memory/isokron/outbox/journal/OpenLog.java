package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.system.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** A log among its threads: the writer, the syncer, and whoever reads. */
final class OpenLog {
  private static final Logger LOG = LogManager.getLogger(OpenLog.class);
  private static final long NOTHING = Long.MAX_VALUE;

  final int index;
  final Path folder;
  final Closeable lock;

  /** The next number to give; guarded by the intake's lock. */
  long nextSeq;

  private final Disk disk;
  private final JournalLog log;

  // Held while the disk writes, never while it syncs.
  private final ReentrantLock guard = new ReentrantLock();

  // Since when something is written and not synced: before the turn under way, and since it began.
  private long inRoundSince = NOTHING;
  private long writtenSince = NOTHING;

  // What others may know without waiting for the disk.
  private volatile long unsyncedSince = NOTHING;
  private volatile long bytes;
  private volatile long liveBytes;
  private volatile long unsyncedBytes;
  private volatile @Nullable String failure;

  OpenLog(int index, Path folder, Closeable lock, Disk disk, JournalLog log) {
    this.index = index;
    this.folder = folder;
    this.lock = lock;
    this.disk = disk;
    this.log = log;
    this.nextSeq = log.nextSeq();
    publish();
  }

  /** Appends what is for this log and writes; false if that failed, and is to be tried again. */
  boolean write(List<Queued> taken, long now) {
    guard.lock();
    try {
      for (Queued queued : taken) {
        if (queued.log() == this) {
          log.append(queued.entry());
        }
      }
      if (!log.write()) {
        return false;
      }
      if (log.unsyncedBytes() > 0 && writtenSince == NOTHING) {
        writtenSince = now;
      }
      return true;
    } finally {
      publish();
      guard.unlock();
    }
  }

  /** Appends some of what is to move; true if there is something to write then. */
  boolean compact() {
    guard.lock();
    try {
      return log.compact();
    } finally {
      guard.unlock();
    }
  }

  /** Syncs, then deletes what can go; false if that failed. */
  boolean sync() {
    SyncRound round = beginSync();
    if (round != null) {
      round.run(disk, log.folder());
      finishSync(round);
    }
    try {
      for (Segment goes = removable(); goes != null; goes = removable()) {
        goes.delete(disk, log.folder());
        removed(goes);
      }
    } catch (IOException e) {
      LOG.debug("[kora.isokron] a segment of the journal cannot be deleted", e);
      return false;
    }
    return round == null || round.failure() == null;
  }

  private @Nullable SyncRound beginSync() {
    guard.lock();
    try {
      SyncRound round = log.beginSync();
      inRoundSince = round == null ? NOTHING : Math.min(inRoundSince, writtenSince);
      writtenSince = NOTHING;
      publish();
      return round;
    } finally {
      guard.unlock();
    }
  }

  private void finishSync(SyncRound round) {
    guard.lock();
    try {
      log.finishSync(round);
      if (round.failure() == null) {
        inRoundSince = NOTHING;
      }
      publish();
    } finally {
      guard.unlock();
    }
  }

  private @Nullable Segment removable() {
    guard.lock();
    try {
      return log.removable();
    } finally {
      guard.unlock();
    }
  }

  private void removed(Segment segment) {
    guard.lock();
    try {
      log.removed(segment);
      publish();
    } finally {
      guard.unlock();
    }
  }

  private void publish() {
    bytes = log.bytes();
    liveBytes = log.liveBytes();
    unsyncedBytes = log.unsyncedBytes();
    unsyncedSince = Math.min(inRoundSince, writtenSince);
    IOException failed = log.failure();
    failure = failed == null ? null : "the disk of the journal failed: " + failed.getMessage();
  }

  /** A record's bytes; null if it was acknowledged. */
  byte @Nullable [] read(long seq) throws IOException {
    FoundRecord found = find(seq);
    if (found == null) {
      return null;
    }
    try {
      return found.load();
    } catch (IOException e) {
      found = find(seq); // it may have been moved meanwhile
      return found == null ? null : found.load();
    }
  }

  private @Nullable FoundRecord find(long seq) {
    guard.lock();
    try {
      return log.find(seq);
    } finally {
      guard.unlock();
    }
  }

  boolean isWasteful() {
    guard.lock();
    try {
      return log.isWasteful();
    } finally {
      guard.unlock();
    }
  }

  boolean isDone() {
    guard.lock();
    try {
      return log.isDone();
    } finally {
      guard.unlock();
    }
  }

  void closeFiles() throws IOException {
    guard.lock();
    try {
      log.close();
    } finally {
      guard.unlock();
    }
  }

  /** What was there; asked once. */
  Stream<Journal.Kept> kept() {
    guard.lock();
    try {
      return log.kept(index);
    } finally {
      guard.unlock();
    }
  }

  String name() {
    return String.valueOf(folder.getFileName());
  }

  long bytes() {
    return bytes;
  }

  long liveBytes() {
    return liveBytes;
  }

  long unsyncedBytes() {
    return unsyncedBytes;
  }

  /** For how long something has been waiting for the disk. */
  long unsyncedNanos(long now) {
    long since = unsyncedSince;
    return since == NOTHING ? 0 : now - since;
  }

  @Nullable String failure() {
    return failure;
  }
}
