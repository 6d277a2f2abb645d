/**
 * What a transport is: moves single messages to a server and brings back what it sends, within a
 * deadline. The transports themselves are {@code mcp.http} and {@code mcp.stdio}.
 *
 * <p>May use nothing. Implemented by the transports, called by {@code mcp.client}.
 */
@NullMarked
package dev.kora.memory.isokron.mcp.transport;

import org.jspecify.annotations.NullMarked;
