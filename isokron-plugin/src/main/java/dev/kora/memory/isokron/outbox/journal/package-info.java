/**
 * Keeps records on disk until they are acknowledged: an append-only log in segments, its threads,
 * its recovery.
 *
 * <p>May use {@code outbox.record} and {@code outbox.system}. Called by {@code outbox}.
 */
@NullMarked
package dev.kora.memory.isokron.outbox.journal;

import org.jspecify.annotations.NullMarked;
