package dev.kora.memory.isokron.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings. Its {@code toString} holds no secret.
 *
 * @param substrate where to read
 * @param endpoint where to write
 * @param token the bearer token, or null for none
 * @param protocol which MCP protocol to speak
 * @param defaultWorkspaceId workspace of sessions that name none, or null
 * @param cacheTtl how long reads are cached; zero means not at all
 * @param actorKind actor kind whose entries are the agent's own
 * @param syncTurns which turns are kept
 * @param recallDeadline how long a prefetch may wait
 * @param legacyFallback whether the host's memory files are served while the substrate is away
 * @param outboxDir folder of undelivered writes, or null for the default
 * @param outboxMemoryBytes most memory that undelivered writes take
 * @param outboxDiskBytes most undelivered writes on disk
 * @param toolTimeout limit of one Sea call, and of one call of a tool in all
 * @param readTimeout limit of one read
 */
public record IsokronConfig(
    SubstrateAddress substrate,
    McpEndpoint endpoint,
    @Nullable Secret token,
    McpProtocol protocol,
    @Nullable String defaultWorkspaceId,
    Duration cacheTtl,
    String actorKind,
    SyncTurns syncTurns,
    Duration recallDeadline,
    boolean legacyFallback,
    @Nullable Path outboxDir,
    long outboxMemoryBytes,
    long outboxDiskBytes,
    Duration toolTimeout,
    Duration readTimeout) {

  /** Which MCP protocol versions may be spoken. */
  public enum McpProtocol {
    AUTO,
    LEGACY,
    STATELESS
  }

  /** Which turns {@code syncTurn} keeps. */
  public enum SyncTurns {
    ALL,
    ACTIONS
  }

  /** Reads and checks all settings; never throws for what a user may have written. */
  public static ConfigResult parse(SettingValues values) {
    return new ConfigReader(values).read();
  }
}
