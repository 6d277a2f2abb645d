package dev.kora.memory.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who talks, and where. Fixed for the life of a session.
 *
 * @param sessionId the conversation's id at the host
 * @param platform where the conversation takes place, such as {@code cli} or {@code slack}
 * @param agentContext what kind of agent it is
 * @param workspaceId whose data it is, or null if the host does not say; a provider may then use
 *     one from its configuration
 * @param userId who talks to the agent, or null
 * @param parentSessionId the conversation this one comes from, or null
 */
public record SessionContext(
    String sessionId,
    String platform,
    AgentContext agentContext,
    @Nullable String workspaceId,
    @Nullable String userId,
    @Nullable String parentSessionId) {

  /** What kind of agent a session serves. */
  public enum AgentContext {
    /** The agent that a person talks to. The only one that writes to memory by itself. */
    PRIMARY,
    /** An agent that another one started. */
    SUBAGENT,
    /** A scheduled job. */
    CRON,
    /** The host's own short run that saves memories before it drops context. */
    FLUSH
  }

  /** Checks the components. */
  public SessionContext {
    Require.notBlank(sessionId, "sessionId");
    Require.notBlank(platform, "platform");
    Objects.requireNonNull(agentContext, "agentContext");
    Require.nullOrNotBlank(workspaceId, "workspaceId");
    Require.nullOrNotBlank(userId, "userId");
    Require.nullOrNotBlank(parentSessionId, "parentSessionId");
  }

  /**
   * A person's conversation.
   *
   * @param sessionId see above
   * @param platform see above
   * @param workspaceId see above
   * @return a primary context without user and parent
   */
  public static SessionContext primary(
      String sessionId, String platform, @Nullable String workspaceId) {
    return new SessionContext(sessionId, platform, AgentContext.PRIMARY, workspaceId, null, null);
  }
}
