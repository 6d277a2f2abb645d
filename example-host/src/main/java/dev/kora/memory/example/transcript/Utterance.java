package dev.kora.memory.example.transcript;

import java.time.Instant;

/**
 * One line of a transcript.
 *
 * @param session the number of the conversation that it belongs to, from 1
 * @param at when the conversation took place
 * @param id the line's own id, unique in the file
 * @param speaker who says it
 * @param text what is said
 */
public record Utterance(int session, Instant at, String id, String speaker, String text) {}
