package dev.kora.memory.example.demo;

import dev.kora.memory.example.config.HostConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** What the demonstration's hosts are told; the least that the provider needs. */
final class HostSettings {
  private HostSettings() {}

  /** A host that keeps its files here, and whose sessions are in this workspace. */
  static HostConfig of(
      Path folder, String readerDsn, URI endpoint, String token, String workspace) {
    return new HostConfig(
        "isokron",
        null,
        folder,
        Map.of(
            "isokron",
            Map.of(
                "isokron_dsn", readerDsn,
                "mcp_endpoint", endpoint.toString(),
                "mcp_service_token", token,
                "default_workspace_id", workspace)));
  }
}
