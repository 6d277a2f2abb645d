package dev.kora.memory.sea.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out: a browser sends the page's origin, and a page that rebinds its name to
 * loopback still sends its own name as host.
 */
final class OriginFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean loopbackOnly;

  @SuppressWarnings("serial")
  private final Set<String> own;

  /** The server's own name and address are its own URL's. */
  OriginFilter(InetAddress address, String host) {
    this.loopbackOnly = address.isLoopbackAddress();
    this.own =
        Stream.of(host, address.getHostAddress())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .flatMap(name -> Stream.of(name, "[" + name + "]"))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String origin = request.getHeader("Origin");
    boolean foreignPage = origin != null && !isOurs(hostOf(origin));
    boolean foreignName = loopbackOnly && !isOurs(request.getServerName());
    if (foreignPage || foreignName) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String hostOf(String origin) {
    try {
      return new URI(origin).getHost();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  boolean isOurs(@Nullable String host) {
    String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
    return LOOPBACK.contains(name) || own.contains(name);
  }
}
