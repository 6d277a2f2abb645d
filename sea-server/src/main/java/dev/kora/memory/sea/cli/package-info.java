/**
 * The commands of the executable jar. Uses {@code SeaServer} and picocli; called by {@code java
 * -jar}.
 */
@NullMarked
package dev.kora.memory.sea.cli;

import org.jspecify.annotations.NullMarked;
