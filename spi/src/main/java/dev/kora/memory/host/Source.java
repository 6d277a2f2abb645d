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
    return path(
        address.endsWith(ServiceFile.NAME)
            ? address.substring(0, address.length() - ServiceFile.NAME.length())
            : address);
  }

  private static String path(String address) {
    String home =
        address.startsWith("jar:") && address.endsWith("!/")
            ? address.substring("jar:".length(), address.length() - "!/".length())
            : address;
    if (!home.startsWith("file:")) {
      // Hosts have schemes of their own. A path in another file system would not say which: that of
      // a jar in Spring Boot's jar is "/".
      return home;
    }
    try {
      return Path.of(new URI(home)).toString();
    } catch (URISyntaxException | RuntimeException e) {
      return home;
    }
  }
}
