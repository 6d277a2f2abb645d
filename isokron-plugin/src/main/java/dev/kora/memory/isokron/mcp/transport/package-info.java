/**
 * Moves single JSON-RPC messages to a server and brings back what it sends, within a deadline.
 * Streamable HTTP today; knows bytes, statuses and event streams, nothing of JSON-RPC.
 *
 * <p>May use {@code config} and {@code json}. Called by {@code mcp.client} only.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.transport;

import org.jspecify.annotations.NullMarked;
