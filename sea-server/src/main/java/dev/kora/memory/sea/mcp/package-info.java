/**
 * The MCP endpoint: HTTP, tokens, and the tools. Uses {@code chain} for canonical JSON and {@code
 * store} to write; called by {@code SeaServer}.
 */
@NullMarked
package dev.kora.memory.sea.mcp;

import org.jspecify.annotations.NullMarked;
