/**
 * What the outbox asks of the machine: a disk with its locks, a clock, tasks for later. Small
 * interfaces, so that a test can put a simulated machine under the whole outbox, and stop it
 * anywhere.
 *
 * <p>Uses nothing. Called by {@code outbox} and its packages, and to look only by {@code cli}.
 */
@NullMarked
package dev.kora.memory.isokron.outbox.system;

import org.jspecify.annotations.NullMarked;
