/**
 * Streamable HTTP: each message is a POST, answered by JSON or an event stream. Knows bytes,
 * statuses and event streams, nothing of JSON-RPC.
 *
 * <p>May use {@code config}, {@code json} and {@code mcp.transport}. Called by {@code mcp.client}.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.http;

import org.jspecify.annotations.NullMarked;
