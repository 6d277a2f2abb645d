/**
 * The stdio transport: the server is a child process, and each message is a line. Knows lines,
 * processes and threads, nothing of JSON-RPC.
 *
 * <p>May use {@code config}, {@code json} and {@code mcp.transport}. Called by {@code mcp.client}.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.stdio;

import org.jspecify.annotations.NullMarked;
