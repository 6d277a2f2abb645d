package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps records until they are acknowledged. Safe for all threads; only {@link #read} and {@link
 * #close} wait for the disk.
 *
 * <p>A record has a handle: a later record's is greater.
 */
public interface Journal extends AutoCloseable {
  /** No handle. */
  long NONE = 0;

  /** What was there when it was opened, by handle. */
  List<Kept> kept();

  /**
   * Takes a record. Records stand in the order of the calls.
   *
   * @param follows the handle of a record that this one acknowledges in the same step, or {@link
   *     #NONE}
   * @param written is run when the record stands in the file: at once if it never will, soon after
   *     otherwise, on the journal's thread; must be quick
   */
  Ticket append(OutboxRecord record, long follows, Runnable written);

  /** The record is done with; it is not kept over the next start. */
  Ticket acknowledge(long handle);

  /**
   * A record from the file; empty if it was acknowledged.
   *
   * @throws IOException if it cannot be read, or is damaged
   */
  Optional<OutboxRecord> read(long handle) throws IOException;

  /** Why what is taken now is in memory only, if that is so. */
  Optional<String> trouble();

  /** Whether there is room for a record of this size. */
  boolean hasRoom(long bytes);

  /** What the files take. */
  long bytesOnDisk();

  /** Writes and syncs what it can, and lets go of the folder. */
  @Override
  void close();

  /**
   * A record that was there.
   *
   * @param size of its bytes in the file
   * @param happenedAtMicros as in the record
   */
  record Kept(
      long handle,
      String workspace,
      String tool,
      java.util.UUID key,
      int size,
      long happenedAtMicros) {}

  /** Something on its way into the file. */
  interface Ticket {
    /** The record's handle. */
    long handle();

    /** Whether it stands in the file: it survives the end of this process. */
    boolean isWritten();

    /** Waits until it does; an interrupt is restored and ends the waiting. */
    boolean awaitWritten(long atMostNanos);
  }
}
