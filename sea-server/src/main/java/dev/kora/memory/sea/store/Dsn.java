package dev.kora.memory.sea.store;

import dev.kora.memory.sea.SeaException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code postgres://user:password@host:port/database?options} URI, as libpq writes them.
 *
 * @param hostAndPort for the JDBC URL
 * @param database its name
 * @param query the driver's options, or ""
 * @param user who connects
 * @param password a secret
 */
public record Dsn(String hostAndPort, String database, String query, String user, String password) {
  private static final Set<String> NOT_IN_QUERY = Set.of("user", "password", "sslpassword");

  /** Parses one; a message never repeats the URI, which holds a password. */
  public static Dsn parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new SeaException(
          "the DSN is not a URI; expected postgres://user:password@host:port/database. In a password"
              + " write % as %25, @ as %40, / as %2F, or give it in PGPASSWORD");
    }
    String scheme = uri.getScheme();
    String userInfo = uri.getRawUserInfo();
    String path = uri.getRawPath();
    if (!("postgres".equals(scheme) || "postgresql".equals(scheme)) || uri.getHost() == null) {
      throw new SeaException("the DSN must look like postgres://user:password@host:port/database");
    }
    if (userInfo == null || path == null || path.length() < 2) {
      throw new SeaException(
          "the DSN must name a user and a database: postgres://user:password@host:port/database");
    }
    if (uri.getPort() > 65_535) {
      throw new SeaException("the DSN's port " + uri.getPort() + " is none: 1 to 65535");
    }
    mustHoldNoSecret(orEmpty(uri.getRawQuery()));
    int colon = userInfo.indexOf(':');
    String port = uri.getPort() < 0 ? "5432" : Integer.toString(uri.getPort());
    return new Dsn(
        uri.getHost() + ":" + port,
        decode(path.substring(1)),
        orEmpty(uri.getRawQuery()),
        decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        colon < 0 ? "" : decode(userInfo.substring(colon + 1)));
  }

  /** The same database for another user. */
  public Dsn withUser(String newUser, String newPassword) {
    return new Dsn(hostAndPort, database, query, newUser, newPassword);
  }

  /** The same for who knows the password, or gets it elsewhere. */
  public Dsn withoutPassword() {
    return withUser(user, "");
  }

  /** What the driver takes; without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + hostAndPort
        + "/"
        + encode(database)
        + (query.isEmpty() ? "" : "?" + query);
  }

  /** The URI again, with the password if there is one. */
  public String uri() {
    return "postgres://"
        + encode(user)
        + (password.isEmpty() ? "" : ":" + encode(password))
        + "@"
        + hostAndPort
        + "/"
        + encode(database)
        + (query.isEmpty() ? "" : "?" + query);
  }

  /** Hides the password. */
  @Override
  public String toString() {
    String secret = password.isEmpty() ? "" : ":***";
    return "postgres://" + encode(user) + secret + "@" + hostAndPort + "/" + encode(database);
  }

  /** The query goes to readers too, and would win over the user and password before it. */
  private static void mustHoldNoSecret(String query) {
    for (String option : query.split("&", -1)) {
      String name = decode(option.split("=", 2)[0]).toLowerCase(Locale.ROOT);
      if (NOT_IN_QUERY.contains(name)) {
        throw new SeaException(
            "the DSN's option \""
                + name
                + "\" cannot be used: write postgres://user:password@…,"
                + " or give the password in PGPASSWORD");
      }
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SeaException("the DSN holds a % that is no escape; write a percent sign as %25");
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
