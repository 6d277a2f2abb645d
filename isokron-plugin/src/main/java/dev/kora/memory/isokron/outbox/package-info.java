/**
 * Every write waits here until Sea has acknowledged it: ordered per workspace, retried, bounded,
 * counted.
 *
 * <p>May use {@code mcp} and what it stands on. Called by {@code events} and {@code graph}, which
 * also supply the {@link dev.kora.memory.isokron.outbox.Courier} for each tool; {@code provider}
 * listens to what happens.
 */
@NullMarked
package dev.kora.memory.isokron.outbox;

import org.jspecify.annotations.NullMarked;
