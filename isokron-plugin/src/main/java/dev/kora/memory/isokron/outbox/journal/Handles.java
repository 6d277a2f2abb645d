package dev.kora.memory.isokron.outbox.journal;

/** A record's handle: the number of its journal among the open ones, and its seq there. */
final class Handles {
  /** Our own journal: what others left behind comes first. */
  static final int OWN = 127;

  private static final int SEQ_BITS = 56;

  private Handles() {}

  static long of(long journal, long seq) {
    return (journal << SEQ_BITS) | seq;
  }

  static int journal(long handle) {
    return (int) (handle >>> SEQ_BITS);
  }

  static long seq(long handle) {
    return handle & ((1L << SEQ_BITS) - 1);
  }
}
