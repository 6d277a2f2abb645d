package dev.kora.memory.isokron.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This plugin's version, from a file of its own: a manifest is lost when jars are merged. */
final class PluginVersion {
  private PluginVersion() {}

  static String get() {
    try (InputStream file = PluginVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version of the plugin's own jar", e);
    }
  }
}
