package dev.kora.memory.isokron.outbox.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the writer, in order. Numbers are given here. What is acknowledged before the
 * writer took it leaves again, so that a disk that hangs does not fill the memory. Safe for all
 * threads; its lock is held for moments only.
 */
final class Intake {
  private final JournalDrive drive;
  private final ReentrantLock lock = new ReentrantLock();

  // By handle; an acknowledgement by the handle's complement.
  private final Map<Long, Queued> queue = new LinkedHashMap<>();
  private long bytes;
  private long bytesTaken;
  private long takenSince;
  private boolean taken;
  private boolean closed;

  Intake(JournalDrive drive) {
    this.drive = drive;
  }

  Journal.Ticket append(OpenLog log, byte[] record, long follows, Runnable written, long now) {
    JournalTicket ticket;
    Queued first = null;
    boolean tooLate;
    lock.lock();
    try {
      long seq = log.nextSeq++;
      ticket = new JournalTicket(Handles.of(log.index, seq), drive);
      tooLate = closed;
      if (!tooLate) {
        boolean here = follows != Journal.NONE && Handles.journal(follows) == log.index;
        first = here ? leave(follows) : null;
        Entry entry = Entry.record(seq, here ? Handles.seq(follows) : 0, record, ticket);
        add(ticket.handle(), new Queued(log, entry, written, now));
      }
    } finally {
      lock.unlock();
    }
    if (tooLate) {
      written.run();
    }
    done(first);
    drive.wakeWriter();
    return ticket;
  }

  Journal.Ticket acknowledge(@Nullable OpenLog log, long handle, long now) {
    JournalTicket ticket = JournalTicket.unhurried(handle, drive);
    Queued left;
    lock.lock();
    try {
      left = leave(handle);
      if (left == null && log != null && !closed) {
        Entry ack = Entry.ack(Handles.seq(handle), ticket);
        add(~handle, new Queued(log, ack, Intake::nobodyIsTold, now + JournalDrive.SOON_NANOS));
      }
    } finally {
      lock.unlock();
    }
    if (left != null || log == null) {
      ticket.synced(); // there is nothing to write
    }
    done(left);
    drive.wakeWriterSoon();
    return ticket;
  }

  private static void nobodyIsTold() {
    // Who acknowledges has the ticket.
  }

  private void add(long key, Queued queued) {
    queue.put(key, queued);
    bytes += queued.entry().size();
  }

  /** Takes a record out; but not one that itself acknowledges another. */
  private @Nullable Queued leave(long handle) {
    Queued queued = queue.get(handle);
    if (queued == null || queued.entry().acks != 0) {
      return null;
    }
    queue.remove(handle);
    bytes -= queued.entry().size();
    return queued;
  }

  private static void done(@Nullable Queued left) {
    if (left != null) {
      if (left.entry().ticket != null) {
        left.entry().ticket.synced();
      }
      left.tell();
    }
  }

  /** Everything, for the writer, who says {@link #finished} when it stands in the file. */
  List<Queued> take() {
    lock.lock();
    try {
      List<Queued> all = new ArrayList<>(queue.values());
      queue.clear();
      taken = !all.isEmpty();
      takenSince = taken ? all.get(0).since() : 0;
      bytesTaken = bytes;
      bytes = 0;
      return all;
    } finally {
      lock.unlock();
    }
  }

  void finished() {
    lock.lock();
    try {
      taken = false;
      bytesTaken = 0;
    } finally {
      lock.unlock();
    }
  }

  /** For how long the oldest has been waiting. */
  long oldestNanos(long now) {
    lock.lock();
    try {
      Collection<Queued> waiting = queue.values();
      if (taken) {
        return now - takenSince;
      }
      return waiting.isEmpty() ? 0 : now - waiting.iterator().next().since();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes + bytesTaken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is on its way to this log; from then on nothing will be. */
  boolean retire(OpenLog log, Runnable retired) {
    lock.lock();
    try {
      if (taken || queue.values().stream().anyMatch(queued -> queued.log() == log)) {
        return false;
      }
      retired.run();
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; false if it was closed before. */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      return first;
    } finally {
      lock.unlock();
    }
  }
}
