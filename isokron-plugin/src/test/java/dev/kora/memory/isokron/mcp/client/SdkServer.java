package dev.kora.memory.isokron.mcp.client;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapperSupplier;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The official Java SDK's server with three tools, with sessions or without. */
final class SdkServer implements AutoCloseable {
  private static final String PATH = "/mcp";
  private static final List<String> TOOLS = List.of("echo", "fail", "hang");

  /** Counted down when the tool {@code hang} has been called; it never answers. */
  final CountDownLatch hanging = new CountDownLatch(1);

  private final CountDownLatch end = new CountDownLatch(1);
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty, 1, 1);
  private final McpJsonMapper json = new JacksonMcpJsonMapperSupplier().get();

  /** Starts; port 0 is a free one. */
  SdkServer(int port, boolean sessions) throws Exception {
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    jetty.addConnector(connector);
    jetty.setStopTimeout(0);
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
    ServletHolder servlet = new ServletHolder(sessions ? withSessions() : withoutSessions());
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, PATH);
    jetty.setHandler(context);
    jetty.start();
  }

  private Servlet withSessions() {
    var transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(json)
            .mcpEndpoint(PATH)
            .build();
    McpServer.sync(transport)
        .serverInfo("sdk", "1")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .jsonMapper(json)
        .tools(
            TOOLS.stream()
                .map(
                    name ->
                        new McpServerFeatures.SyncToolSpecification(
                            tool(name), (exchange, request) -> call(request)))
                .toList())
        .build();
    return transport;
  }

  private Servlet withoutSessions() {
    var transport =
        HttpServletStatelessServerTransport.builder()
            .jsonMapper(json)
            .messageEndpoint(PATH)
            .build();
    McpServer.sync(transport)
        .serverInfo("sdk", "1")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .jsonMapper(json)
        .tools(
            TOOLS.stream()
                .map(
                    name ->
                        new McpStatelessServerFeatures.SyncToolSpecification(
                            tool(name), (context, request) -> call(request)))
                .toList())
        .build();
    return transport;
  }

  private static Tool tool(String name) {
    return Tool.builder(name, Map.of("type", "object")).build();
  }

  private CallToolResult call(CallToolRequest request) {
    if (request.name().equals("echo")) {
      return CallToolResult.builder().structuredContent(request.arguments()).build();
    }
    if (request.name().equals("fail")) {
      return CallToolResult.builder().addTextContent("no luck").isError(true).build();
    }
    hanging.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return CallToolResult.builder().addTextContent("late").build();
  }

  int port() {
    return connector.getLocalPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port() + PATH);
  }

  @Override
  public void close() {
    try {
      connector.stop();
      connector.getConnectedEndPoints().forEach(e -> e.close()); // whatever is under way
      end.countDown();
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the server", e);
    }
  }
}
