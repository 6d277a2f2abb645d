/**
 * The commands: options in, text or JSON out, exit status. 0 = done, 1 = it failed or found
 * something wrong, 2 = usage. Data goes to standard output, everything else to standard error.
 */
@NullMarked
package dev.kora.memory.example.cli;

import org.jspecify.annotations.NullMarked;
