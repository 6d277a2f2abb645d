package dev.kora.memory.example.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a configuration that {@link HostConfigReader} reads back; readable by its owner only. */
public final class HostConfigWriter {
  private HostConfigWriter() {}

  /** Writes the file, replacing one that is there. */
  public static void write(HostConfig config, Path file) throws IOException {
    Map<String, Object> memory = new LinkedHashMap<>();
    if (config.provider() != null) {
      memory.put("provider", config.provider());
    }
    if (config.pluginsDir() != null) {
      memory.put("plugins_dir", escape(config.pluginsDir().toAbsolutePath().toString()));
    }
    memory.put("data_dir", escape(config.dataDir().toAbsolutePath().toString()));
    String yaml =
        new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
            .dumpToString(
                Map.of("memory", memory, "plugins", Map.of("entries", escape(config.entries()))));
    Files.deleteIfExists(file);
    Files.createFile(file, ownerOnly());
    Files.writeString(file, yaml);
  }

  private static Map<String, Map<String, String>> escape(Map<String, Map<String, String>> entries) {
    Map<String, Map<String, String>> escaped = new LinkedHashMap<>();
    entries.forEach(
        (name, settings) -> {
          Map<String, String> values = new LinkedHashMap<>();
          settings.forEach((key, value) -> values.put(key, escape(value)));
          escaped.put(name, values);
        });
    return escaped;
  }

  /** So that the reader does not take the text for a variable. */
  private static String escape(String value) {
    return value.replace("${", "$${");
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
