package dev.kora.memory.sea.store;

/**
 * A scratchpad entry to write.
 *
 * @param kind one of the scratchpad kinds
 * @param visibility one of the visibility scopes
 * @param content the text
 * @param contentHash BLAKE3 of its UTF-8 bytes, lower-case hex
 */
public record ScratchpadEntry(String kind, String visibility, String content, String contentHash) {}
