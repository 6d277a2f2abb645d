package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say and answer when something is wrong: with their words, or with a server. */
@Timeout(60)
class CommandFailuresTest {
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

  private static Ran run(String... arguments) {
    return Ran.of(Map.of(), arguments);
  }

  @Test
  void theTokensMessageIsShownWordForWord() {
    Map<String, String> environment = Map.of("KORA_SERVICE_TOKEN", "s3cret-token");
    assertEquals(
        "isokron-memory: KORA_SERVICE_TOKEN: would be sent unencrypted; use an https:// address, or"
            + " one on this machine, or allow it with --allow-unencrypted-token (see --help)",
        Ran.of(environment, "mcp", "ping", "http://192.0.2.1/mcp").err().strip());
  }

  @Test
  void rule20ATokenThatMayGoUnencryptedGoesWithAWarning() {
    Map<String, String> environment = Map.of("KORA_SERVICE_TOKEN", "s3cret-token");
    try (LogLines log = new LogLines()) {
      // An address that no machine has: nothing is sent.
      Ran.of(
          environment,
          "mcp",
          "ping",
          "--timeout",
          "1",
          "--allow-unencrypted-token",
          "http://no-such-host.invalid/?k=s3cret");
      assertEquals(
          List.of(
              "WARN [kora.isokron] the token is sent unencrypted to"
                  + " http://no-such-host.invalid/?****, as --allow-unencrypted-token allows"),
          log.startingWith("[kora.isokron] the token"));
    }
  }

  @Test
  void wrongUsageRepeatsNoAddress() {
    String address = "http://h/mcp?key=s3cret";
    for (List<String> words :
        List.of(
            List.of("mcp", "tools", "--bogus", address),
            List.of("mcp", "tools", "--bogus=" + address, address),
            List.of("mcp", "tools", "--timeout", address, address),
            List.of("mcp", "tools", "--protocol", address, address),
            List.of("mcp", "tools", address, address),
            List.of("mcp", "tolls", address))) {
      Ran ran = run(words.toArray(String[]::new));
      assertEquals(2, ran.status(), words::toString);
      assertFalse(ran.err().contains("s3cret"), ran.err());
      assertEquals(1, ran.err().lines().count(), ran.err());
    }
    assertTrue(
        run("mcp", "tools", "--bogus=x", address).err().contains("unknown option --bogus ("));
    assertTrue(run("mcp", "tolls", address).err().contains("unknown command tolls ("));
  }

  @Test
  void aCommandLineWithoutQuotesIsToldToQuoteIt() {
    for (String word : List.of("s3rver.js", "--s3rver", "-s3rver")) {
      Ran ran = run("mcp", "tools", "stdio://node", word);
      assertEquals(
          "isokron-memory: quote the whole address: 'stdio://PROGRAM ARGUMENTS' (see --help)",
          ran.err().strip());
      assertEquals(2, ran.status());
    }
  }

  @Test
  void whatIsOftenTheUsersMistakeComesWithAHint() {
    server.refuseWith(404);
    assertTrue(run("mcp", "tools", server.address()).err().contains("it is often /mcp"));
    server.refuseWith(401);
    assertTrue(run("mcp", "tools", server.address()).err().contains("KORA_SERVICE_TOKEN"));
    server.refuseWith(403);
    assertTrue(run("mcp", "ping", server.address()).err().contains("KORA_SERVICE_TOKEN"));
  }

  @Test
  void namesAreTakenAndShownAsTheyAre() throws Exception {
    // Not the arguments in a file of this name, even where there is one.
    String tool = "@" + Files.writeString(folder.resolve("x"), "--help");
    assertEquals(0, run("mcp", "call", tool, "{}", server.address()).status());
    assertTrue(server.seen().stream().anyMatch(s -> s.body().contains(tool)), "sent");
    assertEquals(2, run("mcp", "call", "", "{}", server.address()).status());
    assertEquals(0, run("mcp", "ping", " " + server.address() + "\n").status());
    String longName = "n".repeat(128);
    String description = "Needs a token: any";
    List<String> lines =
        ToolTable.lines(
            List.of(StrictJson.object().put("name", longName).put("description", description)));
    assertEquals(longName + "  " + description, lines.get(1));
  }

  @Test
  void aCommandWhoseOutputDoesNotArriveFailsAndCallsNoMore() throws Exception {
    PrintWriter full =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("no space left");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            },
            true);
    for (String command : List.of("conform", "tools")) {
      StringWriter err = new StringWriter();
      int status =
          IsokronCommand.run(
              IsokronCommand.commandLine(Map.of()).setOut(full).setErr(new PrintWriter(err, true)),
              "mcp",
              command,
              server.address());
      assertEquals(1, status);
      assertEquals("isokron-memory: standard output cannot be written to", err.toString().strip());
    }
    assertEquals(1, server.methods().stream().filter("tools/call"::equals).count());
  }

  @Test
  void conformFailsWhenACallStaysWithoutAnAnswer() {
    server.answerWith("7");
    Ran ran = run("mcp", "conform", server.address());
    assertEquals(1, ran.status(), ran.out());
    assertEquals("isokron-memory: 2 calls without an answer", ran.err().strip());
  }

  @Test
  void conformIsDoneWhenToolsAnswerErrors() {
    assertEquals(0, run("mcp", "conform", server.address()).status());
  }
}
