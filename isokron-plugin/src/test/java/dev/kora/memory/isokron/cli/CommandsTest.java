package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, in this process, against a server on loopback. */
@Timeout(60)
class CommandsTest {
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
  void toolsPrintsAnAlignedTableThatCannotDriveATerminal() {
    Ran ran = run("mcp", "tools", server.address());
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    List<String> lines = ran.out().lines().toList();
    assertEquals("fault 1, MCP 2025-11-25 (legacy)", lines.get(0));
    assertEquals("NAME       DESCRIPTION     ARGUMENTS", lines.get(1));
    assertEquals(
        "echo       Says it again.  message string, times? integer, tags? string[]", lines.get(2));
    assertEquals("fails", lines.get(3));
    assertEquals("nasty�[2J  �]0;title��", lines.get(4));
  }

  @Test
  void toolsAsJsonIsOneObjectWithTheWholeSchemas() {
    Ran ran = run("mcp", "tools", "--json", server.address());
    assertEquals(0, ran.status());
    assertEquals(1, ran.out().lines().count());
    JsonNode answer = json(ran.out());
    assertEquals("legacy", answer.path("era").asText());
    assertEquals("2025-11-25", answer.path("version").asText());
    assertEquals("fault", answer.path("server").path("name").asText());
    assertEquals("1", answer.path("server").path("version").asText());
    assertEquals(json(ToolServer.TOOLS).path("tools"), answer.path("tools"));
    assertFalse(ran.out().contains("\u001b"));
    assertFalse(ran.out().contains("\u202e"));
  }

  @Test
  void callPrintsTheStructuredResult() {
    Ran ran = run("mcp", "call", "echo", "{\"message\":\"hi\"}", server.address());
    assertEquals("{\"said\":\"\\u001B[31mred\"}", ran.out().strip());
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    assertTrue(
        server.seen().stream().anyMatch(s -> s.body().contains("{\"message\":\"hi\"}")), "sent");
  }

  @Test
  void callPrintsTextThatIsNoJsonAsAString() {
    server.answerWith("{\"content\":[{\"type\":\"text\",\"text\":\"it \\\"works\\\"\"}]}");
    assertEquals(
        "\"it \\\"works\\\"\"", run("mcp", "call", "t", "{}", server.address()).out().strip());
    server.answerWith("{\"content\":[]}");
    assertEquals("null", run("mcp", "call", "t", "{}", server.address()).out().strip());
  }

  @Test
  void callOfAToolThatFailsSaysWhyOnStandardErrorAndEndsWith1() {
    Ran ran = run("mcp", "call", "fails", "{}", server.address());
    assertEquals("isokron-memory: fails: failed: the tool failed: no�[0m", ran.err().strip());
    assertEquals("", ran.out());
    assertEquals(1, ran.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1", "[1]", "7", "", "nonsense", "{} {}", "{\"a\":1,\"a\":2}"})
  void argumentsThatAreNoJsonObjectAreWrongUsageAndNothingIsSent(String arguments) {
    Ran ran = run("mcp", "call", "echo", arguments, server.address());
    assertTrue(ran.err().startsWith("isokron-memory: ARGS_JSON: "), ran.err());
    assertEquals(2, ran.status());
    assertEquals(List.of(), server.seen());
  }

  @Test
  void malformedArgumentsAreToldWithTheirPlace() {
    Ran ran = run("mcp", "call", "echo", "{\"a\": x}", server.address());
    assertTrue(ran.err().contains("(at character 7)"), ran.err());
  }

  @Test
  void pingSaysWhoAnswersAndHowQuickly() {
    Ran ran = run("mcp", "ping", server.address());
    List<String> lines = ran.out().lines().toList();
    assertEquals("fault 1, MCP 2025-11-25 (legacy)", lines.get(0));
    assertTrue(lines.get(1).matches("first contact +\\d+\\.\\d ms"), lines.get(1));
    assertTrue(
        lines.get(2).matches("5 pings +min \\d+\\.\\d ms, median \\d+\\.\\d ms, max \\d+\\.\\d ms"),
        lines.get(2));
    assertEquals(0, ran.status());
    assertEquals(6, server.methods().stream().filter("ping"::equals).count());
  }

  @Test
  void conformCallsEveryToolAndEndsTheSession() {
    Ran ran = run("mcp", "conform", server.address());
    // A second is all that the goodbye may take, which is short for a machine that is held up.
    for (int i = 0; i < 5 && !server.methods().contains("DELETE"); i++) {
      server.seen().clear();
      ran = run("mcp", "conform", server.address());
    }
    assertEquals(
        List.of(
            "initialize: fault 1, MCP 2025-11-25 (legacy)",
            "tools/list: 3 tools",
            "tools/call echo: answered",
            "tools/call fails: failed: the tool failed: no�[0m",
            "tools/call nasty�[2J: answered"),
        ran.out().lines().toList());
    assertEquals(0, ran.status());
    assertEquals(
        List.of(
            "initialize",
            "notifications/initialized",
            "tools/list",
            "tools/call",
            "tools/call",
            "tools/call",
            "DELETE"),
        server.methods());
    assertTrue(
        server
            .seen()
            .get(3)
            .body()
            .contains("{\"message\":\"text\",\"times\":2,\"tags\":[\"text\"]}"),
        server.seen().get(3).body());
  }

  @Test
  void conformUsesTheArgumentsThatTheSuiteGives() {
    Map<String, String> environment =
        Map.of(
            "MCP_CONFORMANCE_CONTEXT",
            "{\"toolCalls\":[{\"name\":\"echo\",\"arguments\":{\"message\":\"given\"}},"
                + "{\"name\":\"echo\",\"arguments\":{\"message\":null}},"
                + "{\"name\":\"not listed\",\"arguments\":{}}]}");
    assertEquals(0, Ran.of(environment, "mcp", "conform", server.address()).status());
    List<String> calls =
        server.seen().stream().map(s -> s.body()).filter(b -> b.contains("tools/call")).toList();
    assertEquals(4, calls.size());
    assertTrue(calls.get(0).contains("{\"message\":\"given\"}"));
    assertTrue(calls.get(1).contains("{\"message\":null}"));
    assertFalse(String.join("", calls).contains("not listed"));
  }

  @Test
  void aTokenGoesToThisMachineButNotUnencryptedToAnother() {
    Map<String, String> environment = Map.of("KORA_SERVICE_TOKEN", "s3cret-token");
    assertEquals(0, Ran.of(environment, "mcp", "ping", server.address()).status());
    Ran refused = Ran.of(environment, "mcp", "ping", "http://192.0.2.1/mcp");
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("--allow-unencrypted-token"), refused.err());
    assertFalse(refused.err().contains("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x/", "http://user:pw@h/", "nonsense", "http://h:0/"})
  void anAddressThatCannotBeUsedIsWrongUsage(String address) {
    Ran ran = run("mcp", "tools", address);
    assertTrue(ran.err().startsWith("isokron-memory: ENDPOINT: "), ran.err());
    assertFalse(ran.err().contains("pw"), ran.err());
    assertEquals(2, ran.status());
  }

  @Test
  void aServerThatIsAwayIsAFailureInOneLine() {
    Ran ran = run("mcp", "tools", "--timeout", "5", "http://127.0.0.1:1/mcp");
    assertTrue(ran.err().startsWith("isokron-memory: tools: not sent: "), ran.err());
    assertEquals(1, ran.err().lines().count());
    assertEquals(1, ran.status());
  }

  @Test
  void whatIsNoCommandOrOptionIsWrongUsage() {
    assertEquals(2, run("mcp", "tools").status());
    assertEquals(2, run("mcp", "tools", "--timeout", "0", server.address()).status());
    assertEquals(2, run("mcp", "tools", "--protocol", "1999", server.address()).status());
    Ran none = run("mcp");
    assertEquals(2, none.status());
    assertTrue(none.err().contains("conform"), none.err());
    assertEquals("", none.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools", "call", "ping", "conform"})
  void everyCommandHasHelp(String command) {
    Ran ran = run("mcp", command, "--help");
    assertTrue(ran.out().contains("ENDPOINT"), ran.out());
    assertEquals(0, ran.status());
  }

  private static Ran run(String... arguments) {
    return Ran.of(Map.of(), arguments);
  }

  private static JsonNode json(String text) {
    return ((ParsedJson.Value) StrictJson.parse(text)).node();
  }
}
