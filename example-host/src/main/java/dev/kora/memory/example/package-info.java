/** A small but real agent host: it finds its memory by {@code ServiceLoader} and nothing else. */
@NullMarked
package dev.kora.memory.example;

import org.jspecify.annotations.NullMarked;
