package dev.kora.memory.sea.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What makes a write one write however often it is sent.
 *
 * @param key unique in its workspace for ever
 * @param emittedUs when it happened at the client, µs since the epoch; null for the server's time
 */
public record WriteKey(UUID key, @Nullable Long emittedUs) {}
