package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps records until they are acknowledged. Safe for all threads; only {@link #read} and {@link
 * #close} wait for the disk.
 *
 * <p>A record has a handle: a later record's is greater. What an earlier process left behind comes
 * before what this one takes.
 */
public interface Journal extends AutoCloseable {
  /** No handle. */
  long NONE = 0;

  /** What was there when it was opened, by ascending handle. Asked once: it is not kept. */
  Stream<Kept> kept();

  /**
   * Takes a record. Records stand in the order of the calls.
   *
   * @param record as {@link dev.kora.memory.isokron.outbox.record.RecordCodec} writes it; no longer
   *     the caller's
   * @param follows the handle of a record that this one acknowledges in the same step, or {@link
   *     #NONE}
   * @param written is run once, on the journal's thread: when the record stands in the file, or its
   *     write failed and will be tried again, or it was acknowledged before; at once if it never
   *     will be written. Must be quick and not throw. A write that hangs holds it up
   */
  Ticket append(byte[] record, long follows, Runnable written);

  /** The record is done with; it is not kept over the next start. */
  Ticket acknowledge(long handle);

  /**
   * A record from the file; empty if it was acknowledged, or waits to be written.
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

  /** This process's own folder, if there is a disk under it. */
  Optional<Path> folder();

  /** The place of a record in words that the next process understands. */
  Position position(long handle);

  /** The handle of a place; {@link #NONE} if that journal is not open here. */
  long handleOf(Position position);

  /** Writes and syncs what it can, and lets go of the folder. */
  @Override
  void close();

  /**
   * A record that was there.
   *
   * @param keyHash the hash code of its key: few want to know more, and the memory is dear
   * @param size of its bytes in the file
   * @param happenedAtMicros as in the record
   */
  record Kept(
      long handle, String workspace, String tool, int keyHash, int size, long happenedAtMicros) {}

  /**
   * Where a record stands.
   *
   * @param journal the name of the journal's folder
   * @param seq its number there
   */
  record Position(String journal, long seq) {}

  /** Something on its way into the file. One thread waits for it. */
  interface Ticket {
    /** The record's handle. */
    long handle();

    /** Whether it stands in the file: it survives the end of this process. */
    boolean isWritten();

    /** Waits until it does. An interrupt is restored; it does not shorten the waiting. */
    boolean awaitWritten(long atMostNanos);

    /** The same, until it survives a power cut. */
    boolean awaitSynced(long atMostNanos);
  }
}
