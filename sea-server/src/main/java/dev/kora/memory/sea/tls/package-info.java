/**
 * A server's certificate and key, from PEM files. Uses no other package; called by {@code http}.
 */
@NullMarked
package dev.kora.memory.sea.tls;

import org.jspecify.annotations.NullMarked;
