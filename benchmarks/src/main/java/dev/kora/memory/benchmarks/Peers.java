package dev.kora.memory.benchmarks;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.McpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our client, and the official Java SDK's synchronous one, both as they come. */
final class Peers {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Peers() {}

  static McpClient ours(URI server) {
    return ours(new HttpEndpoint(server));
  }

  static McpClient ours(McpEndpoint server) {
    return ours(server, null);
  }

  static McpClient ours(McpEndpoint server, @Nullable Secret token) {
    return McpClient.connect(server, token, McpProtocol.AUTO, TIMEOUT, "benchmark");
  }

  static McpSyncClient sdk(URI server) {
    return io.modelcontextprotocol.client.McpClient.sync(
            HttpClientStreamableHttpTransport.builder("http://" + server.getAuthority())
                .endpoint(server.getPath())
                .build())
        .requestTimeout(TIMEOUT)
        .build();
  }

  static McpSyncClient sdk(List<String> command) {
    ServerParameters server =
        ServerParameters.builder(command.get(0)).args(command.subList(1, command.size())).build();
    return io.modelcontextprotocol.client.McpClient.sync(
            new StdioClientTransport(server, McpJsonDefaults.getMapper()))
        .requestTimeout(TIMEOUT)
        .build();
  }
}
