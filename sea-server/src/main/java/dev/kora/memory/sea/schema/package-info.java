/**
 * The database's tables, functions and roles (Flyway migrations), the seeds of a workspace, and the
 * rights that making them takes. Uses {@code store}; called by {@code SeaServer} and the commands.
 */
@NullMarked
package dev.kora.memory.sea.schema;

import org.jspecify.annotations.NullMarked;
