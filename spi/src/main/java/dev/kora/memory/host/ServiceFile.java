package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProviderPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a service file to know which classes it names. {@link java.util.ServiceLoader} reads them
 * too, but gives up the whole file for one bad line and does not say which one.
 */
final class ServiceFile {
  static final String NAME = "META-INF/services/" + MemoryProviderPlugin.class.getName();

  /** Far more than any has; a packed one of some kilobytes may unpack to all of the heap. */
  private static final int MOST_BYTES = 1 << 16;

  private ServiceFile() {}

  /** One line that is neither empty nor a comment. */
  record Line(int number, String text, boolean malformed) {}

  static List<Line> read(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    // A cached jar file would stay open after its class loader is closed.
    connection.setUseCaches(false);
    byte[] bytes;
    try (InputStream in = connection.getInputStream()) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("larger than " + MOST_BYTES + " bytes");
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      int comment = raw.indexOf('#');
      String line = (comment < 0 ? raw : raw.substring(0, comment)).strip();
      if (!line.isEmpty()) {
        lines.add(new Line(number, line, !isClassName(line)));
      }
    }
    return lines;
  }

  /** As ServiceLoader has it: identifiers with dots between them, keywords not looked for. */
  private static boolean isClassName(String text) {
    for (String part : text.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        return false;
      }
    }
    return true;
  }

  /** Not {@code javax.lang.model}'s: a runtime or a module graph may lack its module. */
  private static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && Character.isJavaIdentifierStart(text.codePointAt(0))
        && text.codePoints().skip(1).allMatch(Character::isJavaIdentifierPart);
  }
}
