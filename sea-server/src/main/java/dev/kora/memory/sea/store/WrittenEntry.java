package dev.kora.memory.sea.store;

import java.util.UUID;

/**
 * A scratchpad entry that was written.
 *
 * @param entryId its id
 * @param eventId the event written with it, in the same transaction
 */
public record WrittenEntry(UUID entryId, UUID eventId) {}
