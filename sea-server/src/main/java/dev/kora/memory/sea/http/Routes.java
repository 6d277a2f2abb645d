package dev.kora.memory.sea.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;

/** Which path is whose, and who is let in there. */
final class Routes {
  static final String MCP = "/mcp";
  private static final String HEALTH = "/health";
  private static final String METRICS = "/metrics";

  private final OriginFilter origins;
  private final TokenFilter tokens;

  Routes(OriginFilter origins, TokenFilter tokens) {
    this.origins = origins;
    this.tokens = tokens;
  }

  ServletContextHandler context(HttpServlet mcp, HttpServlet health, HttpServlet metrics) {
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
    context.setErrorHandler(new ErrorAnswer());
    addFilter(context, origins, "/*");
    addFilter(context, tokens, MCP);
    addFilter(context, new OperatorsFilter(tokens), METRICS);
    context.addServlet(new ServletHolder(mcp), MCP);
    context.addServlet(new ServletHolder(health), HEALTH);
    context.addServlet(new ServletHolder(metrics), METRICS);
    context.addServlet(new ServletHolder(new NothingHere()), "/");
    return context;
  }

  /** Whatever the method is. */
  private static final class NothingHere extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static void addFilter(ServletContextHandler context, Filter filter, String path) {
    context.addFilter(new FilterHolder(filter), path, EnumSet.of(DispatcherType.REQUEST));
  }
}
