/** Measurements, each beside a floor or a peer in the same run: a ratio says more than a time. */
@NullMarked
package dev.kora.memory.benchmarks;

import org.jspecify.annotations.NullMarked;
