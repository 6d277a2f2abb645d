package dev.kora.memory.isokron.provider;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port on loopback behind which a server can go away and come back. */
final class Relay implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Relay(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The server is away: every connection ends, and none begins. */
  void cut() {
    cut = true;
    open.forEach(Relay::end);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    boolean served = true;
    while (served || !server.isClosed()) {
      served = relay();
    }
  }

  /** One connection; none if this is closed or the server behind is away. */
  private boolean relay() {
    try {
      Socket client = server.accept();
      open.add(client);
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(behind);
      if (cut) {
        end(client);
        end(behind);
      }
      threads.execute(() -> copy(client, behind));
      threads.execute(() -> copy(behind, client));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8_192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      end(to);
    } finally {
      open.remove(from);
      end(from);
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    end(server);
    cut();
    threads.shutdownNow();
  }
}
