package dev.kora.memory.sea.http;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.mcp.McpService;
import dev.kora.memory.sea.metrics.SeaMetrics;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP server. The port is taken first, so that an occupied one is told at once. */
public final class HttpServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 2_000;
  private static final long IDLE_MILLIS = 30_000;
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(30);
  private static final long IDLE_AT_END_MILLIS = 300;
  private static final long STOP_MILLIS = 15_000;

  private final Server jetty;
  private final ServerConnector connector;
  private final InetAddress address;
  private final String host;
  private final String scheme;

  private HttpServer(
      Server jetty, ServerConnector connector, InetAddress address, String host, String scheme) {
    this.jetty = jetty;
    this.connector = connector;
    this.address = address;
    this.host = host;
    this.scheme = scheme;
  }

  /**
   * Takes the port; nothing is served yet.
   *
   * @param port 0 for a free one
   * @param tls null for plain HTTP
   * @throws SeaException if the address cannot be had, or the files not used
   */
  public static HttpServer bind(String host, int port, @Nullable TlsFiles tls) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new SeaException(
          "there is no host \"" + host + "\": give an address of this machine", e);
    }
    QueuedThreadPool threads = new QueuedThreadPool(64, 4);
    threads.setName("sea-http");
    threads.setDaemon(true);
    Server jetty = new Server(threads);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, Protocols.of(tls));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    // At the end, a client's kept-alive connection has nothing more to say.
    connector.setShutdownIdleTimeout(IDLE_AT_END_MILLIS);
    jetty.addConnector(connector);
    jetty.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, jetty));
    jetty.setStopTimeout(STOP_MILLIS);
    jetty.setErrorHandler(new ErrorAnswer());
    try {
      connector.open();
    } catch (IOException e) {
      throw new SeaException(
          "cannot listen on "
              + host
              + ":"
              + port
              + " ("
              + reason(e)
              + "): "
              + (isOurs(address)
                  ? "stop what uses the port, or choose another with --port"
                  : "give an address of this machine with --host"),
          e);
    }
    return new HttpServer(jetty, connector, address, host, tls == null ? "http" : "https");
  }

  /**
   * Starts serving.
   *
   * @param stateless whether to do without sessions
   */
  public void start(McpService service, EventStore store, SeaMetrics metrics, boolean stateless) {
    Sessions sessions =
        stateless ? null : new Sessions(Sessions.IDLE, Sessions.MOST, System::nanoTime);
    if (sessions != null) {
      metrics.sessions(sessions::count);
    }
    Routes routes = new Routes(new OriginFilter(address, host), new TokenFilter(store, metrics));
    // Refuses what comes after the stop began, and lets what came before be answered.
    jetty.setHandler(
        new GracefulHandler(
            routes.context(
                new McpServlet(service, sessions, BODY_PATIENCE),
                new HealthServlet(store),
                new MetricsServlet(metrics))));
    try {
      jetty.start();
    } catch (Exception e) {
      throw new SeaException("cannot start the HTTP server (" + e + ")", e);
    }
  }

  /** Where clients connect. */
  public URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + name + ":" + connector.getLocalPort() + Routes.MCP);
  }

  /** Answers what was accepted, within a bound, and refuses what comes meanwhile. */
  @Override
  public void close() {
    try {
      jetty.stop();
      connector.close();
    } catch (Exception e) {
      throw new SeaException("cannot stop the HTTP server (" + e + ")", e);
    }
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
