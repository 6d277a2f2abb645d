/**
 * Conversations on disk: JSON Lines of {@code session, date_time, id, speaker, text}. A file is
 * read and checked whole before anything of it is played. Uses the console package for its
 * messages; the demo plays what this package reads.
 */
@NullMarked
package dev.kora.memory.example.transcript;

import org.jspecify.annotations.NullMarked;
