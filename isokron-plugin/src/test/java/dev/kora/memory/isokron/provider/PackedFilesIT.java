package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both jars hold beside their classes. */
class PackedFilesIT {
  @ParameterizedTest
  @ValueSource(strings = {"isokron.jar", "isokron.dropin"})
  void licenceNoticeAndSettings(String jar) throws IOException {
    try (JarFile file = new JarFile(System.getProperty(jar, ""))) {
      assertTrue(text(file, "META-INF/LICENSE").contains(Files.readString(Path.of("../LICENSE"))));
      assertTrue(text(file, "META-INF/NOTICE").contains(Files.readString(Path.of("../NOTICE"))));
      String settings = "META-INF/kora/isokron.config.schema.json";
      assertEquals(Files.readString(Path.of("src/main/resources", settings)), text(file, settings));
    }
  }

  private static String text(JarFile file, String name) throws IOException {
    ZipEntry entry = file.getEntry(name);
    return entry == null
        ? ""
        : new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }
}
