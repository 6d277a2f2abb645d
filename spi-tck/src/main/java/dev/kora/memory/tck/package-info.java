/**
 * Contract tests for memory plugins: extend {@link dev.kora.memory.tck.MemoryProviderContract} in
 * the plugin's own tests, and every rule of {@code META-INF-docs/CONTRACT.md} that a machine can
 * check is checked.
 *
 * <p>Uses the SPI and JUnit's API only. Called by the tests of plugins.
 */
@NullMarked
package dev.kora.memory.tck;

import org.jspecify.annotations.NullMarked;
