/**
 * Connections to the database, and the calls of its functions that the server makes. Uses JDBC and
 * HikariCP; called by {@code mcp}, {@code schema} and {@code SeaServer}.
 */
@NullMarked
package dev.kora.memory.sea.store;

import org.jspecify.annotations.NullMarked;
