/**
 * The protocol and the tools, whatever carries the messages. Uses {@code chain} for canonical JSON,
 * {@code store} to write and {@code metrics} to count; called by {@code http} and {@code stdio}.
 */
@NullMarked
package dev.kora.memory.sea.mcp;

import org.jspecify.annotations.NullMarked;
