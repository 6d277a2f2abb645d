package dev.kora.memory.isokron.outbox;

import java.time.Duration;

/**
 * The outbox in numbers.
 *
 * @param queued records that wait now
 * @param delivered records delivered so far
 * @param retried failed attempts so far
 * @param parked records set aside that wait for an operator now
 * @param refused records refused, at the door or by the server
 * @param oldestAge how long ago the oldest waiting record happened
 * @param bytes what waits, in bytes; roughly where it is on the disk only
 */
public record OutboxCounters(
    long queued,
    long delivered,
    long retried,
    long parked,
    long refused,
    Duration oldestAge,
    long bytes) {}
