/**
 * Every write waits here until Sea has acknowledged it: kept on disk, ordered per workspace,
 * retried, bounded, counted.
 *
 * <p>{@code JournaledOutbox} is the whole, {@code OutboxParts} puts it together. A record comes in
 * through {@code Admission} into the journal and its {@code Lane}; {@code Alarms} have {@code
 * Senders} look at a lane; {@code Lane.next} chooses, past the {@code Gates}; {@code BacklogReader}
 * reads what only the journal has; {@code Settlement} books what came of an attempt, and {@code
 * Aside} what files beside the journal keep. {@code Upkeep} looks after those. What the lanes are
 * is guarded by one lock, which is never held while anything waits. Time, threads and chance come
 * from {@code OutboxPlatform}, so that a test can run it all on one thread in virtual time.
 *
 * <p>May use {@code mcp}, its own subpackages, and what they stand on. Called by {@code events} and
 * {@code graph}, which also supply the {@link dev.kora.memory.isokron.outbox.Courier} for each
 * tool; {@code provider} listens to what happens.
 */
@NullMarked
package dev.kora.memory.isokron.outbox;

import org.jspecify.annotations.NullMarked;
