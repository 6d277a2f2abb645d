package dev.kora.memory.isokron.outbox.journal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An entry's way into the file. */
final class JournalTicket implements Journal.Ticket {
  private static final int WRITTEN = 1;
  private static final int SYNCED = 2;

  private final long handle;
  private final JournalDrive drive;
  private final boolean hurried;
  private volatile int state;
  private volatile @Nullable Thread waiter;

  JournalTicket(long handle, JournalDrive drive) {
    this(handle, drive, true);
  }

  private JournalTicket(long handle, JournalDrive drive, boolean hurried) {
    this.handle = handle;
    this.drive = drive;
    this.hurried = hurried;
  }

  /** Of an entry that is written soon, or at once when somebody waits for it. */
  static JournalTicket unhurried(long handle, JournalDrive drive) {
    return new JournalTicket(handle, drive, false);
  }

  void written() {
    reached(WRITTEN);
  }

  void synced() {
    reached(SYNCED);
  }

  private void reached(int now) {
    state = Math.max(state, now); // all by the journal, one at a time
    Thread waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  @Override
  public long handle() {
    return handle;
  }

  @Override
  public boolean isWritten() {
    return state >= WRITTEN;
  }

  @Override
  public boolean awaitWritten(long atMostNanos) {
    return await(WRITTEN, atMostNanos);
  }

  @Override
  public boolean awaitSynced(long atMostNanos) {
    return await(SYNCED, atMostNanos);
  }

  private boolean await(int wanted, long atMostNanos) {
    if (state >= wanted) {
      return true;
    }
    waiter = Thread.currentThread();
    if (!hurried) {
      drive.wakeWriter();
    }
    if (wanted == SYNCED) {
      drive.awaitSync(() -> state >= wanted, atMostNanos);
    } else {
      drive.await(() -> state >= wanted, atMostNanos);
    }
    waiter = null;
    return state >= wanted;
  }
}
