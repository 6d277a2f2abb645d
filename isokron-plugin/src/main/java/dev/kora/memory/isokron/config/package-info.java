/**
 * The provider's settings: what can be set, and the checked values.
 *
 * <p>Uses nothing of the plugin and no SPI class, so that commands can read a configuration too.
 * Called by every other package for addresses and secrets; {@code provider} turns settings into the
 * SPI's fields.
 */
@NullMarked
package dev.kora.memory.isokron.config;

import org.jspecify.annotations.NullMarked;
