package dev.kora.memory.sea.store;

import java.util.UUID;

/**
 * Who a token stands for.
 *
 * @param workspaceId the only workspace it may name
 * @param actorId the workspace's actor that its writes are attributed to
 * @param actorKind that actor's kind
 * @param tokenSha256 the token's hash, which the database checks again at every write
 */
public record Caller(String workspaceId, UUID actorId, String actorKind, TokenHash tokenSha256) {}
