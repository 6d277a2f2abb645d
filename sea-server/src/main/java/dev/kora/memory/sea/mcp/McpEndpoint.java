package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.EventStore;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The MCP server over HTTP. The port is taken first, so that an occupied one is told at once. */
public final class McpEndpoint implements AutoCloseable {
  private static final String PATH = "/mcp";
  private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;
  private static final long IDLE_AT_END_MILLIS = 50;
  private static final long STOP_MILLIS = 2_000;

  private final Server jetty;
  private final ServerConnector connector;
  private final InetAddress address;
  private final String host;
  private @Nullable McpSyncServer mcp;

  private McpEndpoint(Server jetty, ServerConnector connector, InetAddress address, String host) {
    this.jetty = jetty;
    this.connector = connector;
    this.address = address;
    this.host = host;
  }

  /**
   * Takes the port; nothing is served yet.
   *
   * @param port 0 for a free one
   * @throws SeaException if the address cannot be had
   */
  public static McpEndpoint bind(String host, int port) {
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
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    // At the end, a client's kept-alive connection has nothing more to say.
    connector.setShutdownIdleTimeout(IDLE_AT_END_MILLIS);
    jetty.addConnector(connector);
    jetty.setStopTimeout(STOP_MILLIS);
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
              + "): stop what uses the port, or choose another with --port",
          e);
    }
    return new McpEndpoint(jetty, connector, address, host);
  }

  /** Starts serving. */
  public void start(EventStore store) {
    StrictJson json = new StrictJson();
    HttpServletStreamableServerTransportProvider transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(json)
            .mcpEndpoint(PATH)
            .maxRequestSize(MAX_REQUEST_BYTES)
            .contextExtractor(
                request -> {
                  Object caller = request.getAttribute(ToolCalls.CALLER);
                  return caller == null
                      ? McpTransportContext.EMPTY
                      : McpTransportContext.create(Map.of(ToolCalls.CALLER, caller));
                })
            .build();
    ToolCalls calls = new ToolCalls(json);
    mcp =
        McpServer.sync(transport)
            .serverInfo("sea-server", version())
            .capabilities(
                ServerCapabilities.builder()
                    .tools(false)
                    .experimental(Map.of("dev.kora/idempotent-append", Map.of()))
                    .build())
            .jsonMapper(json)
            .validateToolInputs(true)
            .immediateExecution(true)
            .tools(SeaTool.all(store).stream().map(calls::publish).toList())
            .build();
    jetty.setHandler(context(transport, store, json));
    try {
      jetty.start();
    } catch (Exception e) {
      throw new SeaException("cannot start the HTTP server (" + e + ")", e);
    }
  }

  /** Where clients connect. */
  public URI uri() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + connector.getLocalPort() + PATH);
  }

  @Override
  public void close() {
    try {
      McpSyncServer server = mcp;
      if (server != null) {
        server.closeGracefully();
      }
      jetty.stop();
      connector.close();
    } catch (Exception e) {
      throw new SeaException("cannot stop the HTTP server (" + e + ")", e);
    }
  }

  private ServletContextHandler context(
      HttpServletStreamableServerTransportProvider transport, EventStore store, StrictJson json) {
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    errors.setShowCauses(false);
    context.setErrorHandler(errors);
    addFilter(context, new FilterHolder(new OriginFilter(address, host)));
    addFilter(context, new FilterHolder(new TokenFilter(store)));
    addFilter(context, new FilterHolder(new EnvelopeFilter(MAX_REQUEST_BYTES, json.jackson())));
    ServletHolder servlet = new ServletHolder(transport);
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, PATH);
    return context;
  }

  private static void addFilter(ServletContextHandler context, FilterHolder filter) {
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  private static String version() {
    String version = McpEndpoint.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
