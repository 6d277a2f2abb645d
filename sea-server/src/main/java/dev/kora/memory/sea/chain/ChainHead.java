package dev.kora.memory.sea.chain;

/**
 * Where a chain ends: what its head row says, or a checkpoint. The array is not copied.
 *
 * @param seq the last event's number; 0 before the first
 * @param hash the last event's hash
 */
@SuppressWarnings("ArrayRecordComponent")
public record ChainHead(long seq, byte[] hash) {}
