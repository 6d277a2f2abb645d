package dev.kora.memory.isokron.mcp.client;

/** The two ways in which MCP servers are spoken to. */
enum Era {
  /** A handshake first, then requests within its session: 2024-11-05 to 2025-11-25. */
  LEGACY("legacy"),

  /** Each request says all that is needed: 2026-07-28. */
  STATELESS("stateless");

  private final String label;

  Era(String label) {
    this.label = label;
  }

  /** For people to read. */
  String label() {
    return label;
  }
}
