/**
 * Conversations with an open memory: typed by a person, who plays user and model, or played from a
 * transcript. {@link dev.kora.memory.example.run.Conversation} is the place where the SPI's calls
 * stand in their order. Uses the transcript, memory and console packages and the SPI's host side;
 * the demo plays its transcript with it.
 */
@NullMarked
package dev.kora.memory.example.run;

import org.jspecify.annotations.NullMarked;
