package dev.kora.memory.isokron.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A server that listens.
 *
 * @param uri an absolute http or https address with host and path, without user info or fragment
 */
public record HttpEndpoint(URI uri) implements McpEndpoint {

  static HttpEndpoint parse(String text) throws SettingException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // The exception's own message repeats the whole value, which may hold a password.
      throw new SettingException(
          "is not a valid address (at character " + (e.getIndex() + 1) + ")");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme)) {
      throw new SettingException("must start with http://, https:// or stdio://");
    }
    if (uri.getRawUserInfo() != null) {
      throw new SettingException(
          "must not hold a user or password; a token goes into mcp_service_token or the variable"
              + " KORA_SERVICE_TOKEN");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      throw new SettingException("names no host");
    }
    if (uri.getRawFragment() != null) {
      throw new SettingException("must not have a #fragment");
    }
    if (uri.getPort() > 65_535 || uri.getPort() == 0) {
      throw new SettingException("the port must be 1 to 65535");
    }
    return new HttpEndpoint(normalised(uri, scheme));
  }

  private static URI normalised(URI uri, String scheme) {
    int port = uri.getPort();
    boolean defaultPort = port == -1 || port == (scheme.equals("https") ? 443 : 80);
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return URI.create(
        scheme
            + "://"
            + uri.getHost().toLowerCase(Locale.ROOT)
            + (defaultPort ? "" : ":" + port)
            + path
            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
  }

  /** As promised; asks no name server. */
  @Override
  public boolean maySendCredentials() {
    String host = uri.getHost();
    return uri.getScheme().equals("https")
        || host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  /** As promised; a query may hold a key, so only its hash is part of the name. */
  @Override
  public String target() {
    String query = uri.getRawQuery();
    return query == null
        ? uri.toString()
        : withoutQuery() + "?" + DigestUtils.sha256Hex(query).substring(0, 16);
  }

  @Override
  public String toString() {
    return uri.getRawQuery() == null ? uri.toString() : withoutQuery() + "?****";
  }

  private String withoutQuery() {
    String text = uri.toString();
    return text.substring(0, text.indexOf('?'));
  }
}
