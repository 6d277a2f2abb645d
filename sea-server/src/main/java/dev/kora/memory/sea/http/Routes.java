package dev.kora.memory.sea.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
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
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    errors.setShowCauses(false);
    context.setErrorHandler(errors);
    addFilter(context, origins, "/*");
    addFilter(context, tokens, MCP);
    addFilter(context, new OperatorsFilter(tokens), METRICS);
    context.addServlet(new ServletHolder(mcp), MCP);
    context.addServlet(new ServletHolder(health), HEALTH);
    context.addServlet(new ServletHolder(metrics), METRICS);
    return context;
  }

  private static void addFilter(ServletContextHandler context, Filter filter, String path) {
    context.addFilter(new FilterHolder(filter), path, EnumSet.of(DispatcherType.REQUEST));
  }
}
