package dev.kora.memory.isokron.outbox.journal;

/**
 * How large a journal gets.
 *
 * @param segmentBytes of a file: a record begins before that
 * @param maxBytes of records that wait; the files may take as much again, and two segments
 */
public record JournalSize(int segmentBytes, long maxBytes) {
  /** The usual: files of 8 MiB. */
  public static JournalSize of(long maxBytes) {
    return new JournalSize(8 << 20, maxBytes);
  }
}
