package dev.kora.memory.sea.http;

import dev.kora.memory.sea.metrics.SeaMetrics;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.TokenHash;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a request in only with a token, and notes whose it is. */
final class TokenFilter extends HttpFilter {
  static final String CALLER = "dev.kora.caller";
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(TokenFilter.class);
  private static final String SCHEME = "bearer ";

  @SuppressWarnings("serial")
  private final EventStore store;

  @SuppressWarnings("serial")
  private final SeaMetrics metrics;

  TokenFilter(EventStore store, SeaMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      refuse(response, "Bearer");
      return;
    }
    Optional<Caller> caller;
    try {
      caller = store.resolve(TokenHash.of(header.substring(SCHEME.length()).strip()));
    } catch (SQLException e) {
      LOG.error("cannot look up a token ({})", Connections.firstLine(e));
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    if (caller.isEmpty()) {
      refuse(response, "Bearer error=\"invalid_token\"");
      return;
    }
    request.setAttribute(CALLER, caller.get());
    chain.doFilter(request, response);
  }

  private void refuse(HttpServletResponse response, String challenge) throws IOException {
    metrics.tokenRefused();
    response.setHeader("WWW-Authenticate", challenge);
    response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
  }
}
