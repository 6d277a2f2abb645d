package dev.kora.memory.isokron.substrate;

import java.time.Instant;
import java.util.UUID;

/**
 * An event of the chain, as a read finds it.
 *
 * @param payload its payload as JSON text on one line; of a long one the first 4,000 characters
 */
public record ChainRow(UUID id, String type, Instant at, String payload) {}
