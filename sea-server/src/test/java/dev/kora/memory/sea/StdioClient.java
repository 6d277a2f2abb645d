package dev.kora.memory.sea;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;

/** The other end of a {@link SeaStdio} in this process, on the shared database. */
public final class StdioClient implements AutoCloseable {
  private final SeaStdio server;
  private final PipedOutputStream toServer;
  private final BufferedReader fromServer;

  private StdioClient(SeaStdio server, PipedOutputStream toServer, BufferedReader fromServer) {
    this.server = server;
    this.toServer = toServer;
    this.fromServer = fromServer;
  }

  public static StdioClient start(String token) throws IOException {
    PipedOutputStream toServer = new PipedOutputStream();
    PipedOutputStream fromServer = new PipedOutputStream();
    PipedInputStream answers = new PipedInputStream(fromServer, 1 << 16);
    SeaStdio server =
        SeaStdio.start(
            SeaOptions.builder().dsn(TestSea.shared().admin().uri()).build(),
            token,
            new PipedInputStream(toServer, 1 << 16),
            fromServer);
    return new StdioClient(
        server,
        toServer,
        new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)));
  }

  public SeaStdio server() {
    return server;
  }

  public String exchange(byte[] message) throws IOException {
    send(message);
    return receive();
  }

  public void send(byte[] message) throws IOException {
    toServer.write(message);
    toServer.write('\n');
    toServer.flush();
  }

  public String receive() throws IOException {
    return fromServer.readLine();
  }

  public void endInput() throws IOException {
    toServer.close();
  }

  @Override
  public void close() throws IOException {
    toServer.close();
    server.close();
  }
}
