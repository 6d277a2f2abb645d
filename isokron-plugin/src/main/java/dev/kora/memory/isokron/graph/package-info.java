/**
 * Typed memory nodes: their storage as text, the tools a model calls, and the writes of scratchpad
 * entries.
 *
 * <p>May use {@code events} and everything left of it. Called by {@code provider}.
 */
@NullMarked
package dev.kora.memory.isokron.graph;

import org.jspecify.annotations.NullMarked;
