/**
 * The typed graph: nodes and their storage as text, links, the tools a model calls, what the agent
 * may do, and what this process has written but the substrate does not show yet.
 *
 * <p>May use {@code events} and everything left of it. Called by {@code provider}.
 */
@NullMarked
package dev.kora.memory.isokron.graph;

import org.jspecify.annotations.NullMarked;
