/**
 * MCP over HTTP: port, TLS, tokens, sessions, limits, and what operators ask for beside it. Uses
 * {@code mcp}, {@code store}, {@code metrics} and {@code tls}; called by the root package.
 */
@NullMarked
package dev.kora.memory.sea.http;

import org.jspecify.annotations.NullMarked;
