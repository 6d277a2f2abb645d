package dev.kora.memory.isokron.outbox;

import java.time.Duration;

/**
 * The outbox in numbers.
 *
 * @param queued records that wait now
 * @param delivered records delivered so far
 * @param retried failed attempts so far
 * @param parked records set aside
 * @param refused records refused, at the door or by the server
 * @param oldestAge how long the oldest waiting record has been waiting
 * @param bytes what waits, in bytes
 */
public record OutboxCounters(
    long queued,
    long delivered,
    long retried,
    long parked,
    long refused,
    Duration oldestAge,
    long bytes) {}
