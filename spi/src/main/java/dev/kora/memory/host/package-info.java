/**
 * What a host uses to find memory plugins and to run one.
 *
 * <p>{@link dev.kora.memory.host.MemoryProviders} finds plugins on the class path and in a folder
 * of jars and reports on every candidate; {@link dev.kora.memory.host.DiscoveryReport#choose} picks
 * one; {@link dev.kora.memory.host.MemoryManager} runs it beside the host's built-in memory and
 * keeps its failures away from the host; {@link dev.kora.memory.host.RecallScrubber} keeps what
 * memory recalled out of what the model says.
 *
 * <pre>{@code
 * DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader());
 * Choice choice = report.choose(null, Map.of("isokron", config));
 * if (choice instanceof Choice.Chosen chosen) {
 *   try (MemoryManager manager = MemoryManager.open(host, BuiltInMemory.in(folder), chosen)) {
 *     ManagedSession session = manager.openSession(SessionContext.primary("s1", "cli", "acme"));
 *     …
 *   }
 * }
 * }</pre>
 *
 * <p>What a plugin throws is one line in a report or notice; the stack trace goes to the {@link
 * System.Logger} {@code dev.kora.memory.host} at level DEBUG.
 *
 * <p>Uses {@code dev.kora.memory.spi} and the JDK only. Called by hosts, never by plugins, and not
 * visible to plugins that come from a folder.
 */
@NullMarked
package dev.kora.memory.host;

import org.jspecify.annotations.NullMarked;
