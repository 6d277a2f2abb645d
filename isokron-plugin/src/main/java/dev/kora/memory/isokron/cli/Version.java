package dev.kora.memory.isokron.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The plugin's version, from the file that the provider reads too. */
final class Version implements IVersionProvider {
  private static final String FILE = "/dev/kora/memory/isokron/provider/version.properties";

  static String get() throws IOException {
    try (InputStream file = Version.class.getResourceAsStream(FILE)) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "unknown");
    }
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"isokron-memory " + get()};
  }
}
