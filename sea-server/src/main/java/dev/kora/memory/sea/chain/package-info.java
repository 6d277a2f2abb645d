/**
 * Canonical JSON, the hash chain's formula in Java, and the check that follows a chain row by row.
 * Uses Jackson; knows neither where rows are kept nor the SQL that wrote them.
 */
@NullMarked
package dev.kora.memory.sea.chain;

import org.jspecify.annotations.NullMarked;
