package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The drop-in jar as a program: alone, without the SPI, with its standard input closed. */
@Timeout(240)
class CommandsIT {
  @TempDir Path folder;
  private ToolServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ToolServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theJarListsToolsCallsOneAndPings() throws Exception {
    Ran tools = DropIn.run(folder, "mcp", "tools", server.address());
    assertEquals("", tools.err());
    assertEquals(0, tools.status());
    assertTrue(tools.out().contains("message string, times? integer"), tools.out());

    server.answerWith("{\"structuredContent\":{\"said\":\"世界\"}}");
    // In a locale that has no such letters, too.
    Ran call =
        DropIn.run(
            folder, Map.of("LC_ALL", "C"), "mcp", "call", "echo", "{\"a\":1}", server.address());
    assertEquals("{\"said\":\"世界\"}", call.out().strip());
    assertEquals("", call.err());
    assertEquals(0, call.status());

    Ran ping = DropIn.run(folder, "mcp", "ping", server.address());
    assertTrue(ping.out().contains("median"), ping.out());
    assertEquals(0, ping.status());
  }

  @Test
  void theJarLooksAfterAnOutboxBesideItsHost() throws Exception {
    Path outbox = folder.resolve("outbox");
    try (Host host = new Host(outbox)) {
      String first = host.park("{\"bad\":1}").toString();
      String second = host.park("{\"bad\":2}").toString();
      host.mended = true;
      Ran list = DropIn.run(folder, "outbox", "list", "--json", "--dir", outbox.toString());
      assertEquals(2, list.out().lines().count(), list.err());
      Ran show = DropIn.run(folder, "outbox", "show", first, "--dir", outbox.toString());
      assertTrue(show.out().contains("{\"bad\":1}"), show.err());
      Ran replay = DropIn.run(folder, "outbox", "replay", first, "--dir", outbox.toString());
      assertEquals(first + ": delivered by the running host", replay.out().strip(), replay.err());
      Ran drop = DropIn.run(folder, "outbox", "drop", second, "--dir", outbox.toString());
      assertEquals(second + ": dropped for good", drop.out().strip(), drop.err());
      Ran status = DropIn.run(folder, "outbox", "status", "--json", "--dir", outbox.toString());
      assertTrue(status.out().contains("\"held\":true,\"queued\":0,\"parked\":0"), status.out());
      assertEquals("", status.err());
    }
  }

  @Test
  void itsStatusSaysHowItEndedAndNobodySeesAStackTrace() throws Exception {
    assertEnds(1, "fails: failed", "mcp", "call", "fails", "{}", server.address());
    assertEnds(1, "ping: not sent", "mcp", "ping", "http://127.0.0.1:1/mcp");
    assertEnds(2, "ENDPOINT: ", "mcp", "tools", "nonsense");
    assertEnds(2, "ARGS_JSON: ", "mcp", "call", "echo", "{", server.address());
    assertEnds(2, "name a command: mcp");
    assertEnds(1, "--dir: ", "outbox", "status", "--dir", folder.toString());
    assertEnds(2, "KEY: ", "outbox", "show", "nonsense", "--dir", folder.toString());
  }

  @Test
  void helpGoesToStandardOutput() throws Exception {
    for (List<String> words : List.of(List.of("--help"), List.of("mcp", "conform", "--help"))) {
      Ran ran = DropIn.run(folder, words.toArray(String[]::new));
      assertTrue(ran.out().startsWith("Usage: isokron-memory"), ran.out());
      assertEquals("", ran.err());
      assertEquals(0, ran.status());
    }
  }

  private void assertEnds(int status, String reason, String... arguments) throws Exception {
    Ran ran = DropIn.run(folder, arguments);
    assertEquals(status, ran.status(), ran.err());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains("isokron-memory: " + reason), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
    assertFalse(ran.err().contains("Exception"), ran.err());
  }
}
