/**
 * The texts that the model is shown: the block of the system prompt, with the cached reads that a
 * turn begins with, and the lines of a recall.
 *
 * <p>May use {@code graph}, {@code events} and {@code substrate} for data. Called by {@code
 * provider}.
 */
@NullMarked
package dev.kora.memory.isokron.prompt;

import org.jspecify.annotations.NullMarked;
