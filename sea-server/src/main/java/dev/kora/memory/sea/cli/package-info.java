/**
 * The commands of the executable jar. Uses {@code SeaServer}, {@code SeaDatabase} with {@code
 * schema} and {@code store} for what an operator does, and picocli; called by {@code java -jar}.
 */
@NullMarked
package dev.kora.memory.sea.cli;

import org.jspecify.annotations.NullMarked;
