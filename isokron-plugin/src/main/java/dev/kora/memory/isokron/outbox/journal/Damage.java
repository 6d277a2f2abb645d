package dev.kora.memory.isokron.outbox.journal;

/**
 * Bytes of a journal that can no longer be read.
 *
 * @param journal the name of its folder
 * @param segment the file's number
 * @param offset where it begins
 * @param bytes how many
 * @param atMost how many records may have been there
 */
public record Damage(String journal, long segment, long offset, long bytes, long atMost) {
  // The least that a record's entry takes: its frame, and a record of empty texts.
  private static final int LEAST_ENTRY = EntryCodec.OVERHEAD + Long.BYTES + 50;

  static Damage of(String journal, long segment, long offset, long end) {
    long bytes = end - offset;
    return new Damage(journal, segment, offset, bytes, 1 + bytes / LEAST_ENTRY);
  }

  /** A name for it: the same at every start, and no other's. */
  public String name() {
    return journal + "-" + Long.toHexString(segment) + "-" + Long.toHexString(offset);
  }
}
