package dev.kora.memory.sea;

import java.time.Instant;
import java.util.UUID;

/**
 * One event of a chain.
 *
 * @param seq its number, from 1
 * @param eventId its id
 * @param eventType its type
 * @param actorKind the kind of the actor that the server wrote it for
 * @param occurredAt the server's time
 * @param payload canonical JSON
 * @param hash its hash, in hex
 */
public record ChainEvent(
    long seq,
    UUID eventId,
    String eventType,
    String actorKind,
    Instant occurredAt,
    String payload,
    String hash) {}
