/**
 * MCP over standard input and output, for one client that starts the server as its child. Uses
 * {@code mcp} and {@code store}; called by the root package.
 */
@NullMarked
package dev.kora.memory.sea.stdio;

import org.jspecify.annotations.NullMarked;
