/**
 * What the outbox keeps in its folder beside the journal, one JSON document each: dead letters,
 * gaps, and the commands of an operator; and what a whole journal's folder looks like from outside.
 * Waits for the disk; never called under the outbox's lock, except for numbers.
 *
 * <p>May use {@code json}, {@code outbox.record}, {@code outbox.system}; of {@code outbox.journal}
 * only what it tells of damage and the reading of a folder. Called by {@code outbox}, {@code
 * doctor} and {@code cli}; {@code events} makes the event of a gap.
 */
@NullMarked
package dev.kora.memory.isokron.outbox.folder;

import org.jspecify.annotations.NullMarked;
