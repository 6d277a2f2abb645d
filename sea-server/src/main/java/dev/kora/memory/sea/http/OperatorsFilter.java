package dev.kora.memory.sea.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;

/** Lets in who is on this machine; from elsewhere only with a token. */
final class OperatorsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final TokenFilter tokens;

  OperatorsFilter(TokenFilter tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isLocal(request.getRemoteAddr())) {
      chain.doFilter(request, response);
    } else {
      tokens.doFilter(request, response, chain);
    }
  }

  /**
   * The connection's own peer, whatever headers say; an address in digits, so nothing is looked up.
   */
  static boolean isLocal(String address) throws IOException {
    return InetAddress.getByName(address).isLoopbackAddress();
  }
}
