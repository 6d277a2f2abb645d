/** What a memory plugin implements. */
@NullMarked
package dev.kora.memory.spi;

import org.jspecify.annotations.NullMarked;
