package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The drop-in jar with servers that others wrote, over both transports and in both eras. */
@Timeout(240)
class PeersInteropIT {
  private static final String EVENT =
      "{\"workspace_id\":\"w\",\"event_type\":\"kora.turn\",\"payload\":{\"n\":1}}";

  @TempDir Path folder;
  private Peer.@Nullable Running running;

  @AfterEach
  void stop() throws InterruptedException {
    if (running != null) {
      running.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "stdio"})
  void everythingListsEchoesAndFails(String transport) throws Exception {
    String address =
        transport.equals("http")
            ? started(Peer.everything())
            : stdio(Peer.program("@modelcontextprotocol/server-everything") + " stdio");
    assertTrue(ok("mcp", "tools", address).contains("message string"));
    String answer = ok("mcp", "call", "echo", "{\"message\":\"grüße\"}", address);
    assertEquals("\"Echo: grüße\"", answer.strip());
    Ran failed = DropIn.run(folder, "mcp", "call", "echo", "{\"message\":[]}", address);
    assertEquals(1, failed.status(), failed.out());
    assertTrue(failed.err().startsWith("isokron-memory: echo: "), failed.err());
  }

  @Test
  void memoryKeepsWhatItWasGiven() throws Exception {
    String address =
        "stdio:///usr/bin/env MEMORY_FILE_PATH="
            + folder.resolve("memory.jsonl")
            + " "
            + Peer.NODE
            + " "
            + Peer.program("@modelcontextprotocol/server-memory");
    String entities =
        "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"counts\"]}]}";
    ok("mcp", "call", "create_entities", entities, address);
    String graph = ok("mcp", "call", "read_graph", "{}", address);
    assertTrue(graph.contains("\"Ada\"") && graph.contains("counts"), graph);
  }

  @ParameterizedTest
  @CsvSource({
    "http,  both,      auto,       legacy",
    "http,  both,      legacy,     legacy",
    "http,  both,      2026-07-28, stateless",
    "http,  2026-only, auto,       stateless",
    "http,  2026-only, 2026-07-28, stateless",
    "stdio, both,      auto,       legacy",
    "stdio, both,      legacy,     legacy",
    "stdio, both,      2026-07-28, stateless",
    "stdio, 2026-only, auto,       stateless",
    "stdio, 2026-only, 2026-07-28, stateless",
  })
  void theOfficialTypeScriptServerIsSpokenToInItsEra(
      String transport, String eras, String protocol, String era) throws Exception {
    String address = miniSea(transport, eras);
    String version = era.equals("legacy") ? "2025-11-25" : "2026-07-28";
    String who = ok("mcp", "ping", "--protocol", protocol, address);
    assertTrue(who.startsWith("mini-sea 1.0.0, MCP " + version + " (" + era + ")"), who);
    String tools = ok("mcp", "tools", "--json", "--protocol", protocol, address);
    assertTrue(tools.startsWith("{\"era\":\"" + era + "\""), tools);
    assertTrue(tools.contains("kora__append_event"), tools);
    String stored = ok("mcp", "call", "kora__append_event", EVENT, "--protocol", protocol, address);
    assertTrue(stored.strip().matches("\\{\"event_id\":\"[0-9a-f-]{36}\"}"), stored);
    if (transport.equals("http")) {
      String seen = ok("mcp", "call", "seen", "{}", "--protocol", protocol, address);
      assertTrue(seen.contains("{\"n\":1}"), seen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "stdio"})
  void aToolThatFailsIsToldWithItsOwnWords(String transport) throws Exception {
    Ran ran = DropIn.run(folder, "mcp", "call", "fails", "{}", miniSea(transport, "both"));
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("as it was told to"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "stdio"})
  void aServerWithoutHandshakeIsNotSpokenToInTheOldWay(String transport) throws Exception {
    String address = miniSea(transport, "2026-only");
    Ran ran = DropIn.run(folder, "mcp", "tools", "--protocol", "legacy", address);
    assertEquals(1, ran.status(), ran.out());
    // Its own words: any other failure, of the program itself say, would be one too.
    assertTrue(
        ran.err().contains("-32022") || ran.err().contains("Unsupported protocol version"),
        ran.err());
  }

  private String miniSea(String transport, String eras) throws Exception {
    return transport.equals("http")
        ? started(Peer.miniSea(eras))
        : stdio(Peer.MINI_SEA + " stdio " + eras);
  }

  private String started(Peer.Running peer) {
    running = peer;
    return peer.address();
  }

  private static String stdio(String program) {
    return "stdio://" + Peer.NODE + " " + program;
  }

  private String ok(String... arguments) throws Exception {
    Ran ran = DropIn.run(folder, arguments);
    assertEquals(0, ran.status(), ran.err());
    return ran.out();
  }
}
