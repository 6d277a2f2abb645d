/**
 * What the host says to a person: steps with their time, progress on a terminal, short tables.
 * Colour and progress only where there is a terminal. Uses nothing else of the host.
 */
@NullMarked
package dev.kora.memory.example.console;

import org.jspecify.annotations.NullMarked;
