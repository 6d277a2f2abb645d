/**
 * Canonical JSON, the hash chain's formula in Java, and the verifier that recomputes a chain from
 * the stored bytes. Uses JDBC and Jackson; knows nothing of the server that wrote the rows.
 */
@NullMarked
package dev.kora.memory.sea.chain;

import org.jspecify.annotations.NullMarked;
