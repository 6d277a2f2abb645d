/**
 * Connections to the database, the calls of its functions that the server makes, and what only its
 * owner may do: workspaces, tokens, readers. Uses JDBC and HikariCP; called by {@code mcp}, {@code
 * schema}, {@code SeaServer} and the commands.
 */
@NullMarked
package dev.kora.memory.sea.store;

import org.jspecify.annotations.NullMarked;
