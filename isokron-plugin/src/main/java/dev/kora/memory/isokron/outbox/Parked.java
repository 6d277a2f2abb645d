package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;

/**
 * A record that was set aside: it fails where others are accepted.
 *
 * @param reason how it failed last
 */
public record Parked(OutboxRecord message, String reason) {}
