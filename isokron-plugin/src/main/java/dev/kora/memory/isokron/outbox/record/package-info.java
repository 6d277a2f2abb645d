/**
 * A write on its way to Sea: what it carries, and how it stands in bytes.
 *
 * <p>May use {@code json}. Called by {@code outbox} and its packages, and by {@code events} and
 * {@code graph}, which make records.
 */
@NullMarked
package dev.kora.memory.isokron.outbox.record;

import org.jspecify.annotations.NullMarked;
