package dev.kora.memory.isokron.graph;

import org.jspecify.annotations.Nullable;

/**
 * What nodes are looked for.
 *
 * @param kind only nodes of this kind, or null for all nodes and plain entries
 * @param text what they bear on, or null for the newest
 * @param others whether also those of other agents that are open to this one
 */
record NodeQuery(@Nullable String kind, @Nullable String text, int limit, boolean others) {}
