/**
 * Reads of IsoKron's Postgres. Every read sets the workspace for its transaction and filters by it
 * explicitly; nothing is ever written here.
 *
 * <p>May use {@code config} and {@code json}. Called by {@code events}, {@code graph}, {@code
 * prompt} and {@code provider}.
 */
@NullMarked
package dev.kora.memory.isokron.substrate;

import org.jspecify.annotations.NullMarked;
