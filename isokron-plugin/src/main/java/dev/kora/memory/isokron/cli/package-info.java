/**
 * The operator's commands: the drop-in jar, started by hand, looks at a server or at an outbox's
 * folder, or has the doctor look at everything. Options in, text or JSON out, exit status: 0 =
 * done, 1 = it failed, 2 = usage. Data goes to standard output, everything else to standard error.
 *
 * <p>May use {@code config}, {@code json}, {@code mcp.client} and what stands under {@code outbox}
 * ({@code record}, {@code system}, {@code journal}, {@code folder}), {@code doctor}, and no SPI
 * type: the jar runs alone. Called by nobody but the JVM.
 */
@NullMarked
package dev.kora.memory.isokron.cli;

import org.jspecify.annotations.NullMarked;
