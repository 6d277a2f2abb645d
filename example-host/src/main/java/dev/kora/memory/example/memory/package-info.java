/**
 * How this host gets its memory: discovery, choice and opening, from one configuration. This is the
 * part to read before putting the plugin into a host of your own. Uses the config package and the
 * SPI's host side.
 */
@NullMarked
package dev.kora.memory.example.memory;

import org.jspecify.annotations.NullMarked;
