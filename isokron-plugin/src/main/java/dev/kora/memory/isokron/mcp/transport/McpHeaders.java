package dev.kora.memory.isokron.mcp.transport;

/** The headers of MCP's HTTP transport. */
public final class McpHeaders {
  /** The session that a message belongs to, a secret; over stdio, the number of the process. */
  public static final String SESSION = "Mcp-Session-Id";

  /** The version of the protocol in use. */
  public static final String VERSION = "MCP-Protocol-Version";

  private McpHeaders() {}
}
