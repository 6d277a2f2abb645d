package dev.kora.memory.isokron.layout;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.cli.DropIn;
import dev.kora.memory.isokron.cli.Ran;
import dev.kora.memory.isokron.provider.SharedSea;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What a host in a JVM of its own had to tell of the plugin, on the shared Sea. */
record Told(Ran ran, SeaWorkspace workspace) {
  static final Path DROP_IN = Path.of(System.getProperty("isokron.dropin", ""));

  /**
   * Starts a host on a new workspace and waits until it ends.
   *
   * @param folder a test's own
   * @param more of the host's settings
   * @param arguments the arguments of {@code java}, but for the host's own
   */
  static Told by(Path folder, Map<String, String> more, List<String> arguments)
      throws IOException, InterruptedException, SQLException {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    Properties settings = new Properties();
    settings.putAll(more);
    settings.setProperty("isokron_dsn", workspace.readerDsn());
    settings.setProperty("mcp_endpoint", SharedSea.server().mcpEndpoint().toString());
    settings.setProperty("mcp_service_token", workspace.token());
    settings.setProperty("tool_timeout_seconds", "60");
    settings.setProperty("host.workspace", workspace.id());
    settings.setProperty("host.data", Files.createTempDirectory(folder, "data").toString());
    Path file = Files.createTempFile(folder, "settings", ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    command.add(file.toString());
    return new Told(DropIn.runProcess(folder, Map.of(), command), workspace);
  }

  /** The values of a key, in order. */
  List<String> all(String key) {
    return ran.out()
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  /** The value of a key that is told once. */
  String one(String key) {
    assertEquals(1, all(key).size(), () -> key + " in " + ran.out());
    return all(key).get(0);
  }

  /** The plugin did its work, and nobody noticed it but those who should. */
  void assertSound() {
    assertAll(
        () -> assertEquals(0, ran.status()),
        () -> assertEquals("", ran.err()),
        () -> assertEquals("chosen", one("state")),
        () -> assertTrue(one("tool").startsWith("{\"ok\":true,"), one("tool")),
        () -> assertEquals("0", one("left")),
        () -> assertTrue(one("prompt").startsWith("§1 Identity"), one("prompt")),
        () -> assertTrue(one("prompt").contains("kora.session.ended"), one("prompt")),
        () -> assertEquals(List.of("2"), written()),
        () -> assertEquals(List.of(), all("notice")),
        () -> assertTrue(!one("drivers").contains("dev.kora.memory.isokron"), one("drivers")),
        () -> assertTrue(logged("INFO dev.kora.memory.isokron.", "[kora.chain.emit] "), ran.out()));
  }

  /** How many entries have a word that the host put into a node and into a turn. */
  private List<String> written() throws SQLException {
    return workspace.texts(
        "SELECT count(*) FROM kronicle.agent_scratchpad_entries"
            + " WHERE workspace_id = %s AND position('reeds' IN content_inline) > 0");
  }

  private boolean logged(String levelAndLogger, String text) {
    return all("log").stream()
        .anyMatch(line -> line.startsWith(levelAndLogger) && line.contains(text));
  }
}
