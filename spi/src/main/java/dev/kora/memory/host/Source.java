package dev.kora.memory.host;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where a candidate comes from, in words: a path where there is one, else an address. */
final class Source {
  private Source() {}

  static String ofClass(Class<?> type, String otherwise) {
    CodeSource code = type.getProtectionDomain().getCodeSource();
    URL location = code == null ? null : code.getLocation();
    return location == null ? otherwise : path(location.toExternalForm());
  }

  /** {@code jar:file:/x.jar!/META-INF/…} is {@code /x.jar}; {@code file:/x/META-INF/…} is /x. */
  static String ofServiceFile(URL url) {
    String address = url.toExternalForm();
    String home =
        address.endsWith(ServiceFile.NAME)
            ? address.substring(0, address.length() - ServiceFile.NAME.length())
            : address;
    if (home.startsWith("jar:") && home.endsWith("!/")) {
      home = home.substring("jar:".length(), home.length() - "!/".length());
    }
    return path(home);
  }

  private static String path(String address) {
    try {
      return Path.of(new URI(address)).toString();
    } catch (URISyntaxException | RuntimeException e) {
      // Hosts have schemes of their own, and file systems that refuse in ways of their own.
      return address;
    }
  }
}
