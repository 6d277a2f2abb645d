/**
 * The operator's commands: the drop-in jar, started by hand, looks at a server. Options in, text or
 * JSON out, exit status: 0 = done, 1 = it failed, 2 = usage. Data goes to standard output,
 * everything else to standard error.
 *
 * <p>May use {@code config}, {@code json} and {@code mcp.client}, and no SPI type: the jar runs
 * alone. Called by nobody but the JVM.
 */
@NullMarked
package dev.kora.memory.isokron.cli;

import org.jspecify.annotations.NullMarked;
