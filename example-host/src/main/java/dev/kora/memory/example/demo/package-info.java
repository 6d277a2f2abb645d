/**
 * The demonstration: a Sea server, a host, a conversation, and a chain that is verified afterwards.
 * Plays with the run package; uses the transcript, config and console packages, the SPI's host side
 * and the embedded Sea server; of the provider it knows only what {@code ServiceLoader} finds.
 */
@NullMarked
package dev.kora.memory.example.demo;

import org.jspecify.annotations.NullMarked;
