package dev.kora.memory.sea.chain;

import java.util.Arrays;

/**
 * Where a chain ends: what its head row says, or a checkpoint. The array is not copied.
 *
 * @param seq the last event's number; 0 before the first
 * @param hash the last event's hash
 */
@SuppressWarnings("ArrayRecordComponent")
public record ChainHead(long seq, byte[] hash) {
  /** Whether it is the same event. */
  public boolean sameAs(ChainHead other) {
    return seq == other.seq && Arrays.equals(hash, other.hash);
  }
}
