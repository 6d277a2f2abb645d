/**
 * The provider as the SPI sees it. The only package that uses SPI types, and the one place ({@code
 * Wiring}) where the parts are put together.
 *
 * <p>Called by the host, through {@code ServiceLoader}.
 */
@NullMarked
package dev.kora.memory.isokron.provider;

import org.jspecify.annotations.NullMarked;
