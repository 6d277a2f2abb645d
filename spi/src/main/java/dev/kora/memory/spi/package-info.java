/**
 * What a memory plugin implements, and the values that cross between it and its host.
 *
 * <p>Three steps, as with a JDBC driver, data source and connection: a {@link
 * dev.kora.memory.spi.MemoryProviderPlugin} is found by {@link java.util.ServiceLoader}; it opens
 * one {@link dev.kora.memory.spi.MemoryProvider} per process; that opens one {@link
 * dev.kora.memory.spi.MemorySession} per conversation. The scope of a session (workspace, user,
 * conversation) is fixed when it is opened, so no call can name another's.
 *
 * <p>Nothing here depends on anything but the JDK (and the JSpecify annotations). JSON crosses as
 * text. Hosts use {@code dev.kora.memory.host} and call this package; plugins implement it and use
 * nothing else of this library. The rules M1, M2, … cited here are those of {@code
 * META-INF-docs/CONTRACT.md}; the test kit {@code memory-spi-tck} checks them.
 */
@NullMarked
package dev.kora.memory.spi;

import org.jspecify.annotations.NullMarked;
