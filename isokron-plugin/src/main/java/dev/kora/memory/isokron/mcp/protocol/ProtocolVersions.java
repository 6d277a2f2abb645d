package dev.kora.memory.isokron.mcp.protocol;

import java.util.List;

/** The MCP versions that this client speaks. */
public final class ProtocolVersions {
  /** Those with the {@code initialize} handshake, newest first. */
  public static final List<String> HANDSHAKE =
      List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  /** The one without: every request says all that the server needs to know. */
  public static final String STATELESS = "2026-07-28";

  private ProtocolVersions() {}

  /** The version that a handshake offers. */
  public static String newestWithHandshake() {
    return HANDSHAKE.get(0);
  }
}
