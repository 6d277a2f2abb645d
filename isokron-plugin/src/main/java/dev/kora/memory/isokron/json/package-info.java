/**
 * Strict JSON in, safe text out: the parser with its bounds, the validation of tool answers, and
 * the neutralising of foreign text before it reaches a log line.
 *
 * <p>May use {@code config}. Called by everything that handles what a server or a model sent.
 */
@NullMarked
package dev.kora.memory.isokron.json;

import org.jspecify.annotations.NullMarked;
