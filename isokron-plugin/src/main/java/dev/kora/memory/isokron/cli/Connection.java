package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.mcp.client.McpClient;

/**
 * A client that is closed when the command ends or the program is told to: no child outlives it.
 */
final class Connection implements AutoCloseable {
  private final McpClient client;
  private final Thread atExit;

  Connection(McpClient client) {
    this.client = client;
    this.atExit = new Thread(client::close, "isokron-close");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  McpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the program is ending: the hook runs, and finds a closed client
    }
  }
}
