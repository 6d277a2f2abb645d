package dev.kora.memory.isokron.config;

import dev.kora.memory.isokron.config.SubstrateAddress.HostPort;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads libpq's URI form, {@code postgres://user:password@host:port,host2/db?option=value}. Not
 * with {@link java.net.URI}, which knows neither several hosts nor unencoded marks in a password.
 */
final class SubstrateUri {
  private static final int DEFAULT_PORT = 5432;

  // libpq's name of an option, and the driver's.
  private static final Map<String, String> OPTIONS =
      Map.of(
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "application_name", "ApplicationName",
          "connect_timeout", "connectTimeout",
          "options", "options",
          "target_session_attrs", "targetServerType",
          "channel_binding", "channelBinding");

  private SubstrateUri() {}

  static SubstrateAddress parse(String text) throws SettingException {
    String rest;
    if (text.startsWith("postgres://")) {
      rest = text.substring("postgres://".length());
    } else if (text.startsWith("postgresql://")) {
      rest = text.substring("postgresql://".length());
    } else {
      throw new SettingException("must start with postgres:// or postgresql:// (value masked)");
    }
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String place = question < 0 ? rest : rest.substring(0, question);
    int at = place.lastIndexOf('@');
    String login = at < 0 ? "" : place.substring(0, at);
    String target = place.substring(at + 1);
    int slash = target.indexOf('/');
    String database = slash < 0 ? "" : decode(target.substring(slash + 1));
    if (database.isEmpty()) {
      throw new SettingException("names no database (…host:port/DATABASE)");
    }
    int colon = login.indexOf(':');
    String user = decode(colon < 0 ? login : login.substring(0, colon));
    return new SubstrateAddress(
        hosts(target.substring(0, slash)),
        database,
        user.isEmpty() ? null : user,
        colon < 0 ? null : new Secret(decode(login.substring(colon + 1))),
        options(query));
  }

  private static List<HostPort> hosts(String text) throws SettingException {
    List<HostPort> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int bracket = part.lastIndexOf(']');
      int colon = part.indexOf(':', Math.max(0, bracket));
      String host = decode(colon < 0 ? part : part.substring(0, colon));
      if (host.isEmpty() || host.startsWith("/") || host.matches(".*[\\s@?#].*")) {
        throw new SettingException("names no usable host (socket folders are not supported)");
      }
      hosts.add(new HostPort(host, colon < 0 ? DEFAULT_PORT : port(part.substring(colon + 1))));
    }
    return hosts;
  }

  private static int port(String text) throws SettingException {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new SettingException("the port must be 1 to 65535");
    }
    return port;
  }

  private static Map<String, String> options(String query) throws SettingException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String driverName = OPTIONS.get(name);
      if (driverName == null || equals < 0) {
        throw new SettingException(
            "option "
                + Spelling.printable(name)
                + " is not supported; known: "
                + String.join(", ", OPTIONS.keySet().stream().sorted().toList()));
      }
      options.put(driverName, optionValue(driverName, decode(pair.substring(equals + 1))));
    }
    return options;
  }

  private static String optionValue(String driverName, String value) throws SettingException {
    // To libpq and the driver, 0 means to wait for ever.
    if (driverName.equals("connectTimeout") && !value.matches("0*[1-9][0-9]{0,3}")) {
      throw new SettingException("connect_timeout must be a number of seconds from 1 to 9999");
    }
    if (!driverName.equals("targetServerType")) {
      return value;
    }
    return switch (value) {
      case "any" -> "any";
      case "read-write", "primary" -> "primary";
      case "standby", "read-only" -> "secondary";
      case "prefer-standby" -> "preferSecondary";
      default -> throw new SettingException("target_session_attrs has an unknown value");
    };
  }

  private static String decode(String text) throws SettingException {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SettingException("has a % that is not followed by two hex digits (value masked)");
    }
  }
}
