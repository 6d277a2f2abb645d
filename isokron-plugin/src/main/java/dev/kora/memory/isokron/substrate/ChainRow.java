package dev.kora.memory.isokron.substrate;

import java.time.Instant;
import java.util.UUID;

/**
 * An event of the chain, as a read finds it.
 *
 * @param payload its payload as {@code jsonb_pretty} writes it
 */
public record ChainRow(UUID id, String type, Instant at, String payload) {}
