/**
 * JSON-RPC envelopes and the MCP versions: what goes out as bytes, what comes in as sealed types.
 *
 * <p>May use {@code json}. Called by {@code mcp.client} only.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.protocol;

import org.jspecify.annotations.NullMarked;
