package dev.kora.memory.isokron.mcp.transport;

/** The headers of MCP's HTTP transport. */
public final class McpHeaders {
  /** The session that a message belongs to, a secret; over stdio, the number of the process. */
  public static final String SESSION = "Mcp-Session-Id";

  /** The version of the protocol in use. */
  public static final String VERSION = "MCP-Protocol-Version";

  /** 2026-07-28: the request's method. */
  public static final String METHOD = "Mcp-Method";

  /** 2026-07-28: the name of the tool that is called. */
  public static final String NAME = "Mcp-Name";

  /** 2026-07-28: how the headers begin that repeat a tool's arguments. */
  public static final String PARAM_PREFIX = "Mcp-Param-";

  private McpHeaders() {}
}
