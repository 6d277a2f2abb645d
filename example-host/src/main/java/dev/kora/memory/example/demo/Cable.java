package dev.kora.memory.example.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The line between the host and Sea, so that Sea can go away and come back under one address: a
 * port of its own that is never given up, behind which the connections end or do not.
 */
final class Cable implements AutoCloseable {
  private final URI far;
  private final ServerSocket near;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private Cable(URI far, ServerSocket near) {
    this.far = far;
    this.near = near;
  }

  /** A line to this server, open. */
  static Cable to(URI far) throws IOException {
    Cable cable = new Cable(far, new ServerSocket(0, 50, InetAddress.getByName(far.getHost())));
    cable.start(cable::accept);
    return cable;
  }

  /** Where the host connects. */
  URI endpoint() {
    return URI.create(
        far.getScheme() + "://" + far.getHost() + ":" + near.getLocalPort() + far.getPath());
  }

  /** Sea is away: every connection ends, and none gets through. */
  void cut() {
    cut = true;
    open.forEach(Cable::end);
  }

  /** Sea is back. */
  void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    near.close();
    cut();
  }

  private void accept() {
    for (Socket host = next(); host != null; host = next()) {
      join(host);
    }
  }

  private @Nullable Socket next() {
    try {
      return near.accept();
    } catch (IOException e) {
      return null; // closed
    }
  }

  private void join(Socket host) {
    open.add(host);
    try {
      Socket sea = new Socket(near.getInetAddress(), far.getPort());
      open.add(sea);
      host.setTcpNoDelay(true);
      sea.setTcpNoDelay(true);
      // Asked when both are known to cut(), and before anything is passed on.
      if (cut) {
        end(sea);
        end(host);
      }
      start(() -> pass(host, sea));
      start(() -> pass(sea, host));
    } catch (IOException e) {
      open.remove(host);
      end(host);
    }
  }

  private void pass(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      end(to); // one side is gone: so is the other
    } finally {
      open.remove(from);
      end(from);
    }
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "demo-cable");
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
