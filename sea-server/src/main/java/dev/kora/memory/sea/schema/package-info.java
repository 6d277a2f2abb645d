/**
 * The database's tables, functions and roles (Flyway migrations), and the seeds of a workspace.
 * Uses {@code store}; called by {@code SeaServer}.
 */
@NullMarked
package dev.kora.memory.sea.schema;

import org.jspecify.annotations.NullMarked;
