/**
 * The one door to the chain: {@link
 * dev.kora.memory.isokron.events.ChainEventEmitter#attemptChainEventEmit}, what stands under it and
 * its log lines.
 *
 * <p>May use {@code outbox}, {@code substrate} and what they stand on. Called by {@code graph} and
 * {@code provider}. No other package names the tool that appends an event.
 */
@NullMarked
package dev.kora.memory.isokron.events;

import org.jspecify.annotations.NullMarked;
