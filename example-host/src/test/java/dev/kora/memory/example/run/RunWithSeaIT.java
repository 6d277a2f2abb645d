package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.HostJar;
import dev.kora.memory.example.HostJar.Run;
import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.config.HostConfigWriter;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar's commands with the plugin in it, against a real server and a real Postgres. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RunWithSeaIT {
  /** Where nobody listens. */
  private static final String NOBODY = "http://127.0.0.1:1/mcp";

  @TempDir private Path folder;

  @Test
  void whatOneSessionSaysTheNextRecallsAndWithoutTheServerNothingIsCalledDone() throws Exception {
    try (SeaServer sea = SeaServer.start(SeaOptions.builder().build())) {
      write(settings(sea));

      Run first =
          run(
              """
              The spare key is under the blue pot.
              Noted.
              /call iso_node_create {"node_kind":"Concept","title":"Key","content_summary":"A spare one."}
              """);
      Run second = run("/recall where is the spare key\n");

      assertEquals(0, first.status(), first.err());
      assertTrue(first.out().contains("\"ok\":true"), first.out());
      assertEquals(0, second.status(), second.err());
      assertTrue(second.out().contains("user: The spare key is under the blue pot."), second.out());
      assertTrue(second.out().contains("Concept “Key”: A spare one."), second.out());
    }

    Run away = run("Is anybody there?\n");

    assertEquals(1, away.status(), away.err());
    assertFalse(away.err().contains("\tat "), away.err());
  }

  @Test
  void aToolThatIsCalledByItselfPrintsOneObjectAndTheNextCallFindsWhatItWrote() throws Exception {
    try (SeaServer sea = SeaServer.start(SeaOptions.builder().build())) {
      write(settings(sea));

      Run created =
          tool(
              "iso_node_create",
              "{\"node_kind\":\"Concept\",\"title\":\"Lantern\",\"content_summary\":\"A lamp.\"}");
      Run found = tool("iso_node_search", "{\"text_query\":\"lantern\"}");

      assertEquals(0, created.status(), created.err());
      assertTrue(answer(created).path("ok").asBoolean(), created.out());
      assertEquals(0, found.status(), found.err());
      assertTrue(answer(found).path("ok").asBoolean(), found.out());
      assertEquals(1, answer(found).path("count").asInt(), found.out());
      assertEquals("Lantern", answer(found).at("/results/0/title").asText(), found.out());

      Run denied = tool("iso_node_read", "{\"entry_id\":\"no id\"}");

      assertEquals(1, denied.status(), denied.err());
      assertFalse(answer(denied).path("ok").asBoolean(), denied.out());
      assertFalse(denied.err().contains("\tat "), denied.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"limit\":", "{} {}", "[1]", "limit=5"})
  void whatIsNoObjectIsWrongUsageOfATool(String arguments) throws Exception {
    write(Map.of("isokron_dsn", "postgres://u:p@127.0.0.1:1/d", "mcp_endpoint", NOBODY));

    Run run = tool("iso_node_search", arguments);

    assertEquals(2, run.status(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("ARGS_JSON must be one JSON object: "), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void aTranscriptThatIsStoppedSaysWhereTheRestIs() throws Exception {
    Path err = folder.resolve("err.txt");
    try (SeaServer sea = SeaServer.start(SeaOptions.builder().build())) {
      Map<String, String> settings = new HashMap<>(settings(sea));
      settings.put("mcp_endpoint", NOBODY); // no write is delivered
      write(settings);
      Path transcript =
          Files.writeString(
              folder.resolve("t.jsonl"),
              "{\"session\":1,\"date_time\":\"2026-01-01T00:00:00Z\",\"id\":\"a\","
                  + "\"speaker\":\"A\",\"text\":\"x\"}");
      List<String> arguments = new ArrayList<>(arguments("run"));
      arguments.addAll(List.of("--transcript", transcript.toString()));
      Process process =
          HostJar.builder(arguments.toArray(String[]::new))
              .redirectOutput(folder.resolve("out.txt").toFile())
              .redirectError(err.toFile())
              .start();
      try {
        while (!Files.readString(err).contains("Delivering what it left")) {
          assertTrue(process.isAlive(), Files.readString(err));
          Thread.sleep(50);
        }
        process.destroy();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "still running");
      } finally {
        process.destroyForcibly();
      }
    }
    String said = Files.readString(err);
    assertTrue(said.contains("stays in the journal and goes out with the next run."), said);
    assertFalse(said.contains("\tat "), said);
  }

  private static Map<String, String> settings(SeaServer sea) {
    return Map.of(
        "isokron_dsn", sea.credentials().readerDsn(),
        "mcp_endpoint", sea.mcpEndpoint().toString(),
        "mcp_service_token", sea.credentials().token(),
        "read_timeout_seconds", "2",
        "recall_deadline_ms", "10000");
  }

  private void write(Map<String, String> settings) throws IOException {
    HostConfigWriter.write(
        new HostConfig("isokron", null, folder.resolve("data"), Map.of("isokron", settings)),
        folder.resolve("host.yaml"));
  }

  private List<String> arguments(String command) {
    return List.of(
        command,
        "--config",
        folder.resolve("host.yaml").toString(),
        "--workspace",
        SeaOptions.DEFAULT_WORKSPACE);
  }

  private Run tool(String name, String json) throws Exception {
    List<String> arguments = new ArrayList<>(arguments("tool"));
    arguments.addAll(List.of(name, json));
    return HostJar.run(folder, arguments.toArray(String[]::new));
  }

  private static JsonNode answer(Run run) throws IOException {
    assertEquals(1, run.out().lines().count(), run.out());
    return new JsonMapper().readTree(run.out());
  }

  private Run run(String input) throws Exception {
    return HostJar.runWith(folder, input, arguments("run").toArray(String[]::new));
  }
}
