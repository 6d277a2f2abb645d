package dev.kora.memory.example.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostConfigTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() throws Exception {
    HostConfig config =
        new HostConfig(
            "isokron",
            folder.resolve("plugins"),
            folder.resolve("data"),
            Map.of("isokron", Map.of("isokron_dsn", "postgres://u:p%40@h/d", "odd", "a${B}c")));
    Path file = folder.resolve("host.yaml");

    HostConfigWriter.write(config, file);

    assertEquals(config, HostConfigReader.read(file, Map.of()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void expandsVariablesAndTakesPathsRelativeToTheFile() throws Exception {
    HostConfig config =
        read(
            """
            memory: {provider: isokron, data_dir: data}
            plugins: {entries: {isokron: {token: "x-${TOKEN}", ttl: 60}}}
            """,
            Map.of("TOKEN", "a$1"));

    assertEquals(folder.resolve("data"), config.dataDir());
    assertEquals(Map.of("token", "x-a$1", "ttl", "60"), config.settings("isokron"));
  }

  @Test
  void reportsEveryProblemAtOnce() {
    HostConfigException e =
        assertThrows(
            HostConfigException.class,
            () ->
                read(
                    """
                    memory: {provder: isokron, plugins_dir: [a]}
                    plugins: {entries: {isokron: {token: "${NOT_SET}", list: [1]}}}
                    extra: 1
                    """,
                    Map.of()));

    assertEquals(6, String.valueOf(e.getMessage()).lines().count(), e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage()).contains("memory.provder is not a known key"),
        e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage()).contains("environment variable NOT_SET"), e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage()).contains("memory.data_dir is missing"), e.getMessage());
  }

  @Test
  void saysWhereTheYamlIsBrokenWithoutQuotingIt() {
    HostConfigException e =
        assertThrows(
            HostConfigException.class,
            () -> read("memory:\n  token: 's3cret\n  a: b: c", Map.of()));

    assertTrue(String.valueOf(e.getMessage()).contains("not valid YAML"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("line "), e.getMessage());
    assertFalse(String.valueOf(e.getMessage()).contains("s3cret"), e.getMessage());
  }

  @Test
  void aRelativeFolderIsWrittenSoThatItIsReadBackAsTheSame() throws Exception {
    Path file = folder.resolve("host.yaml");

    HostConfigWriter.write(new HostConfig(null, null, Path.of("rel"), Map.of()), file);

    assertEquals(Path.of("rel").toAbsolutePath(), HostConfigReader.read(file, Map.of()).dataDir());
  }

  @Test
  void refusesEmptyAndImpossiblePaths() {
    for (String path : new String[] {"''", "\"a\\0b\""}) {
      HostConfigException e =
          assertThrows(
              HostConfigException.class, () -> read("memory: {data_dir: " + path + "}", Map.of()));
      assertTrue(String.valueOf(e.getMessage()).contains("memory.data_dir"), path);
    }
  }

  @Test
  void neverShowsSettings() throws Exception {
    HostConfig config =
        read("{memory: {data_dir: d}, plugins: {entries: {p: {token: s3cret}}}}", Map.of());

    assertFalse(config.toString().contains("s3cret"), config.toString());
  }

  private HostConfig read(String yaml, Map<String, String> environment) throws Exception {
    Path file = folder.resolve("host.yaml");
    Files.writeString(file, yaml);
    return HostConfigReader.read(file, environment);
  }
}
