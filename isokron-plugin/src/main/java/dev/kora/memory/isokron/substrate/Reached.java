package dev.kora.memory.isokron.substrate;

import java.util.UUID;

/**
 * Something that a walk over edges came to.
 *
 * @param via the type of the edge that it was reached by
 * @param depth the fewest edges from the start
 */
public record Reached(UUID id, String kind, String via, int depth) {}
