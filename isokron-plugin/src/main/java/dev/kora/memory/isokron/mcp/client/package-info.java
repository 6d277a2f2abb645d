/**
 * The tools-only MCP client: how a server is spoken to, its tools, and calls with sealed outcomes.
 *
 * <p>May use {@code mcp.transport} and {@code mcp.protocol}. Called by {@code events}, {@code
 * graph} and {@code provider} through {@link dev.kora.memory.isokron.mcp.client.ToolClient}.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.client;

import org.jspecify.annotations.NullMarked;
