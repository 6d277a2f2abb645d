package dev.kora.memory.isokron.config;

/** Where the Sea server is. */
public sealed interface McpEndpoint permits HttpEndpoint, StdioEndpoint {
  /** Reads an address. */
  static McpEndpoint parse(String text) throws SettingException {
    return StdioEndpoint.isOne(text) ? StdioEndpoint.parse(text) : HttpEndpoint.parse(text);
  }

  /** Whether a token may go there: encrypted, or not leaving this machine. */
  boolean maySendCredentials();

  /** The name under which writes wait for this server: a host pointed elsewhere has another. */
  String target();
}
