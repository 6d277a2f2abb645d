package dev.kora.memory.isokron.mcp.protocol;

import java.util.List;

/** The MCP versions with the {@code initialize} handshake that this client speaks. */
public final class ProtocolVersions {
  /** Newest first. */
  public static final List<String> HANDSHAKE =
      List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  private ProtocolVersions() {}

  /** The version that is offered to a server. */
  public static String newest() {
    return HANDSHAKE.get(0);
  }
}
