package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.config.HttpEndpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server on loopback that says to each request exactly the bytes of its script, good or bad. */
final class ScriptedServer implements AutoCloseable {
  static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  /** A stream that ends with its connection. */
  static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\nConnection: close\r\n\r\n";

  /** A request as it came. */
  record Request(String head, String body) {
    boolean has(String header, String value) {
      return (head.toLowerCase(Locale.ROOT) + "\r\n")
          .contains("\r\n" + (header + ": " + value).toLowerCase(Locale.ROOT) + "\r\n");
    }

    boolean isGet() {
      return head.startsWith("GET ");
    }
  }

  /** Says an answer; the connection closes after it when it returns false. */
  @FunctionalInterface
  interface Script {
    boolean answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger accepted = new AtomicInteger();
  final CountDownLatch cut = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> accepting = new CompletableFuture<>();
  private final ServerSocket listener;
  private volatile Script script;

  ScriptedServer(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::acceptAll);
  }

  void script(Script next) {
    script = next;
  }

  HttpEndpoint endpoint(String pathAndQuery) {
    return new HttpEndpoint(
        URI.create("http://127.0.0.1:" + listener.getLocalPort() + pathAndQuery));
  }

  /** How many connections are open as the server sees it. */
  int open() {
    return open.size();
  }

  static boolean say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    return false;
  }

  static boolean json(OutputStream out, String body) throws IOException {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    say(out, JSON + "Content-Length: " + length + "\r\n\r\n" + body);
    return true;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        accepted.incrementAndGet();
        open.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        break; // closed
      }
    }
    accepting.complete(null);
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Request request = read(in); request != null; request = read(in)) {
        requests.add(request);
        if (!script.answer(request, socket.getOutputStream())) {
          break;
        }
      }
    } catch (IOException e) {
      cut.countDown(); // the client went away while it was answered
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      head.append((char) c);
    }
    int length = 0;
    for (String line : head.toString().split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(head.substring(0, head.length() - 4), body);
  }

  @Override
  public void close() {
    try {
      listener.close();
      accepting.join(); // until then the system may still let somebody in
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
