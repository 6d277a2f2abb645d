/**
 * The embedded Postgres: unpacks the binaries, makes and starts the cluster, and sees to it that no
 * server process outlives this one. Uses the JDK, commons-compress, xz and slf4j only; called by
 * {@code SeaServer} and the commands.
 */
@NullMarked
package dev.kora.memory.sea.postgres;

import org.jspecify.annotations.NullMarked;
