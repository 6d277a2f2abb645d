package dev.kora.memory.isokron.substrate;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An edge of the graph.
 *
 * @param validity one of the states of contracts/sea-tools.md
 * @param chainEvent the event that it was made with
 */
public record LinkRow(
    UUID id,
    String fromKind,
    UUID from,
    String toKind,
    UUID to,
    String type,
    @Nullable Integer weight,
    String validity,
    Instant createdAt,
    UUID chainEvent) {}
