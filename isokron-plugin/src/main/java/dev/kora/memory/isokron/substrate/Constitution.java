package dev.kora.memory.isokron.substrate;

import java.util.UUID;

/**
 * The revision of a workspace's constitution that is in force.
 *
 * @param number 1 for the first
 * @param rulesHash in hex
 */
public record Constitution(UUID id, int number, String rulesHash) {}
