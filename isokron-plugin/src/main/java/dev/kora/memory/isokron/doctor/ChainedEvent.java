package dev.kora.memory.isokron.doctor;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the chain's table has it; bytes in hex.
 *
 * @param occurredUs when it came in, µs since the epoch
 * @param emittedUs when it happened, by the client, µs since the epoch
 * @param payload the bytes that were hashed
 * @param previous the hash that it says it follows
 * @param hash its own, as stored
 * @param before the hash of the event before it as that one's row has it; null of a first event
 */
record ChainedEvent(
    long seq,
    UUID id,
    UUID key,
    UUID actor,
    String actorKind,
    String type,
    long occurredUs,
    long emittedUs,
    String payload,
    String payloadSha256,
    String previous,
    String hash,
    int version,
    @Nullable String before) {}
