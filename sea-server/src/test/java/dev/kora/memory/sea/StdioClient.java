package dev.kora.memory.sea;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end of a {@link SeaStdio} in this process, on the shared database. */
public final class StdioClient implements AutoCloseable {
  private final SeaStdio server;
  private final PipedOutputStream toServer;
  private final Lines fromServer;

  private StdioClient(SeaStdio server, PipedOutputStream toServer, Lines fromServer) {
    this.server = server;
    this.toServer = toServer;
    this.fromServer = fromServer;
  }

  public static StdioClient start(String token) throws IOException {
    PipedOutputStream toServer = new PipedOutputStream();
    Lines fromServer = new Lines();
    SeaStdio server =
        SeaStdio.start(
            SeaOptions.builder().dsn(TestSea.shared().admin().uri()).build(),
            token,
            new PipedInputStream(toServer, 1 << 16),
            fromServer);
    return new StdioClient(server, toServer, fromServer);
  }

  public SeaStdio server() {
    return server;
  }

  public String exchange(byte[] message) throws IOException, InterruptedException {
    send(message);
    return receive();
  }

  public void send(byte[] message) throws IOException {
    toServer.write(message);
    toServer.write('\n');
    toServer.flush();
  }

  public String receive() throws InterruptedException {
    String line = fromServer.lines.poll(60, TimeUnit.SECONDS);
    return line == null ? "no answer in a minute" : line;
  }

  public void endInput() throws IOException {
    toServer.close();
  }

  @Override
  public void close() throws IOException {
    toServer.close();
    server.close();
  }

  /**
   * What the server writes; each write must be one whole line. A pipe minds which thread writes.
   */
  private static final class Lines extends OutputStream {
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void write(int b) throws IOException {
      throw new IOException("half a line");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
      if (line.indexOf('\n') != line.length() - 1) {
        throw new IOException("not one line: " + line);
      }
      lines.add(line.substring(0, line.length() - 1));
    }
  }
}
