package dev.kora.memory.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** Another loader's classes, seen through a service file of one line, or of none. */
final class OneServiceLine extends ClassLoader {
  private final @Nullable String className;

  OneServiceLine(@Nullable String className, ClassLoader classes) {
    super(classes);
    this.className = className;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!name.equals(ServiceFile.NAME)) {
      return super.getResources(name);
    }
    return className == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(inMemory(className)));
  }

  private static URL inMemory(String text) throws MalformedURLException {
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new TextConnection(url, text);
          }
        };
    return new URL("kora-service", null, -1, "/" + text, handler);
  }

  private static final class TextConnection extends URLConnection {
    private final byte[] text;

    TextConnection(URL url, String text) {
      super(url);
      this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(text);
    }
  }
}
