package dev.kora.memory.sea.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Adds the token for clients that cannot send one; every other byte passes as it is. */
final class TokenProxy implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final URI server;
  private final String token;
  private volatile @Nullable IOException broken;

  TokenProxy(URI server, String token) throws IOException {
    this.server = server;
    this.token = token;
    start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort() + server.getPath());
  }

  /** What broke last; ends that a client or the server chose are among it. */
  @Nullable IOException broken() {
    return broken;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        start(() -> serve(client));
      }
    } catch (IOException e) {
      close();
    }
  }

  /** One request per connection: the server is told to close it after the answer. */
  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      String head = head(client.getInputStream());
      String added = "\r\nAuthorization: Bearer " + token + "\r\nConnection: close";
      String rest = head.replaceAll("(?i)\r\nconnection:[^\r]*", "");
      OutputStream out = upstream.getOutputStream();
      out.write(
          rest.replaceFirst("\r\n\r\n$", added + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      start(() -> pass(client, upstream));
      upstream.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      broken = e;
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      broken = e;
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client left");
      }
      head.write(next);
      text = head.toString(StandardCharsets.ISO_8859_1);
    }
    return text;
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "token-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
