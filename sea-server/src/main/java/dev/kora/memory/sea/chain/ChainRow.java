package dev.kora.memory.sea.chain;

import java.util.UUID;

/**
 * One row of {@code event_log}, as stored. The arrays are not copied: a verifier reads millions.
 *
 * @param occurredAtUs {@code occurred_at} as µs since the epoch
 * @param payloadText the {@code jsonb} copy as text
 */
@SuppressWarnings("ArrayRecordComponent")
public record ChainRow(
    long seq,
    UUID eventId,
    UUID eventKey,
    UUID actorId,
    String actorKind,
    String eventType,
    long occurredUs,
    long occurredAtUs,
    long emittedUs,
    String payloadText,
    byte[] payloadC14n,
    byte[] payloadSha256,
    byte[] prevHash,
    byte[] thisHash,
    int hashVersion) {}
