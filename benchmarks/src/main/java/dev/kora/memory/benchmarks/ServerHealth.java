package dev.kora.memory.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** How a server can be. */
public enum ServerHealth {
  /** It answers. */
  ALIVE,
  /** Nobody listens there. */
  DEAD,
  /** It takes connections and says nothing. */
  HANGING;

  /** A server in this health, until it is closed. */
  Running start() {
    if (this == ALIVE) {
      MinimalHttpServer server = new MinimalHttpServer();
      return new Running(server.uri(), server);
    }
    try {
      // The system takes connections for a socket that nobody asks for them.
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      URI uri = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
      if (this == DEAD) {
        socket.close();
      }
      return new Running(uri, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server's address.
   *
   * @param end ends it
   */
  record Running(URI uri, AutoCloseable end) {}
}
