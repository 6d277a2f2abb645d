/**
 * JSON-RPC envelopes and the MCP versions: what goes out as bytes, what comes in as sealed types,
 * and what 2026-07-28 repeats in {@code _meta} and headers.
 *
 * <p>May use {@code json} and the names of headers of {@code mcp.transport}. Called by {@code
 * mcp.client} only.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.protocol;

import org.jspecify.annotations.NullMarked;
