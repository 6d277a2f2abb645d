package dev.kora.memory.example.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.HostJar;
import dev.kora.memory.example.HostJar.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar that a user runs, in a JVM of its own, on a real Postgres. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DemoJarIT {
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    HostJar.open(folder);
  }

  @Test
  void playsTheSampleAndLeavesAnIntactChain() throws Exception {
    Run run = run("demo", "--data-dir", folder.resolve("kept").toString(), "--json");

    assertEquals(0, run.status(), run.err());
    JsonNode report = new JsonMapper().readTree(run.out());
    assertEquals("isokron", report.path("provider").asText());
    assertEquals(2, report.path("sessions").asInt());
    assertEquals(12, report.path("utterances").asInt());
    assertEquals(6, report.path("turns").asInt());
    assertTrue(report.path("chain_intact").asBoolean());
    assertTrue(report.path("head").asText().matches("[0-9a-f]{64}"), run.out());
    // Two sessions end, one node is superseded, five tasks are delegated: three while Sea is away,
    // one beside another workspace.
    assertEquals(8, report.path("events_appended").asInt());
    // Beside them, Sea's own event for each entry (14 utterances, 1 note, 5 delegations, 5 nodes, 1
    // reason of a link) and for each of 2 links.
    assertEquals(8 + 26 + 2, report.path("events_in_chain").asInt());
    assertFalse(run.err().contains("\u001b"), "colour although this is no terminal");
  }

  @Test
  void tellsItsStoryAndEndsWithTheTable() throws Exception {
    Run run = run("demo");

    assertEquals(0, run.status(), run.err());
    List<String> lines = run.out().lines().toList();
    List<String> table = lines.subList(lines.size() - 6, lines.size());
    assertEquals("turns played         6", table.get(0));
    assertEquals("chain intact         yes", table.get(3));
    for (String told :
        List.of(
            "kora.node.superseded",
            "Each of the 7 tools that are offered has been called.",
            "  - [S2:5] 2026-03-04T16:40:00Z Ines: ",
            "8 writes are accepted and wait.",
            "health  DEGRADED: ",
            "All 8 are in the chain, in the order of writing, each once.",
            "health  UP",
            "deferred, nothing is kept: D-",
            "each finds its own, and never the other's.",
            " checks are fine, and none failed.",
            "All 8 events that were reported as delivered are in it.")) {
      assertTrue(run.out().contains(told), told + " is not in: " + run.out());
    }
    run.err().lines().forEach(line -> assertTrue(isOfTheOutage(line), run.err()));
  }

  /** What operators read when a server is away or lacks a tool; nothing else may be said. */
  private static boolean isOfTheOutage(String line) {
    return line.contains("it is kept and will be redelivered")
        || line.contains("[kora.capability_matrix.fallback]")
        || line.contains("the server has no tool");
  }

  @Test
  void aBadLineOfATranscriptStopsItBeforeAnythingIsPlayed() throws Exception {
    Path bad = folder.resolve("bad.jsonl");
    Files.writeString(bad, "{\"session\":1}\n");

    Run run = run("demo", "--transcript", bad.toString());

    assertEquals(1, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains("bad.jsonl, line 1: \"date_time\""), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void withoutAProviderItSaysWhatToAdd() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("plugins"));
    Path config = folder.resolve("host.yaml");
    Files.writeString(config, "memory: {provider: nobody, data_dir: d}\n");

    Run run =
        run(
            "tool",
            "--config",
            config.toString(),
            "--plugins",
            empty.toString(),
            "iso_node_create",
            "{}");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("nobody"), run.err());
    assertTrue(run.err().contains("isokron"), "lists what was found: " + run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void aWrongConfigurationGivesOneLineAFieldAndNoStackTrace() throws Exception {
    Path config = folder.resolve("host.yaml");
    Files.writeString(
        config,
        """
        memory: {provider: isokron, data_dir: d}
        plugins:
          entries:
            isokron: {isokron_dsn: "mysql://u:s3cret@h/d", mcp_endpoint: "ftp://h", cache_ttl_seconds: soon}
        """);

    Run run = run("tool", "--config", config.toString(), "iso_node_create", "{}");

    assertEquals(1, run.status());
    for (String key : List.of("isokron_dsn", "mcp_endpoint", "cache_ttl_seconds")) {
      assertTrue(run.err().contains(key), run.err());
    }
    assertFalse(run.err().contains("s3cret"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void providersListsTheOneInTheJar() throws Exception {
    Run run = run("providers", "--json");

    assertEquals(0, run.status(), run.err());
    JsonNode found = new JsonMapper().readTree(run.out()).path("providers").path(0);
    assertEquals("isokron", found.path("name").asText());
    assertEquals("dev.kora.memory.isokron.provider.IsokronPlugin", found.path("class").asText());
    assertEquals(1, found.path("spi_version").asInt());
    assertTrue(found.has("reason"));
  }

  @Test
  void aWriteThatIsNotDeliveredIsNotCalledDone() throws Exception {
    Path config = folder.resolve("host.yaml");
    Files.writeString(
        config,
        """
        memory: {provider: isokron, data_dir: d}
        plugins:
          entries:
            isokron:
              isokron_dsn: postgres://u:p@127.0.0.1:1/d
              mcp_endpoint: http://127.0.0.1:1/mcp
              default_workspace_id: w
              tool_timeout_seconds: 1
        """);

    Run run =
        run(
            "tool",
            "--config",
            config.toString(),
            "iso_node_create",
            "{\"node_kind\":\"Concept\",\"title\":\"t\",\"content_summary\":\"c\"}");

    assertEquals(1, run.status(), run.err());
    assertTrue(run.out().contains("\"pending\":true"), run.out());
    assertTrue(run.err().contains("Not done: 1 write"), run.err());
  }

  private Run run(String... args) throws Exception {
    return HostJar.run(folder, args);
  }
}
