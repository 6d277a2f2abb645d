package dev.kora.memory.isokron.config;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** What a token must be and where it may go, wherever it was set (rule 20). */
public final class TokenRule {
  private static final Logger LOG = LogManager.getLogger(TokenRule.class);

  private TokenRule() {}

  /**
   * Checks a token; warns of one that goes unencrypted to another machine because that is allowed.
   *
   * @param endpoint where it goes, or null when that is not known
   * @param allowed whether it may go unencrypted
   * @param permission how a user allows that, for the messages
   */
  public static Secret check(
      String token, @Nullable McpEndpoint endpoint, boolean allowed, String permission)
      throws SettingException {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new SettingException(
          "has characters that cannot stand in an HTTP header (value masked)");
    }
    if (endpoint != null && !endpoint.maySendCredentials()) {
      if (!allowed) {
        throw new SettingException(
            "would be sent unencrypted; use an https:// address, or one on this machine, or allow it"
                + " with "
                + permission);
      }
      LOG.warn(
          "[kora.isokron] the token is sent unencrypted to {}, as {} allows", endpoint, permission);
    }
    return new Secret(token);
  }
}
