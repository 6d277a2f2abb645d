package dev.kora.memory.isokron.mcp.client;

/**
 * Who answered, for people to read.
 *
 * @param era {@code legacy} (with a handshake) or {@code stateless}
 * @param version the MCP version in use
 * @param name what the server calls itself, one line
 * @param serverVersion its own version, one line
 */
public record ServerInfo(String era, String version, String name, String serverVersion) {}
