package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.example.HostJar;
import dev.kora.memory.example.HostJar.Run;
import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.config.HostConfigWriter;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar's {@code run} with the plugin in it, against a real server and a real Postgres. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RunWithSeaIT {
  @TempDir private Path folder;

  @Test
  void whatOneSessionSaysTheNextRecallsAndWithoutTheServerNothingIsCalledDone() throws Exception {
    try (SeaServer sea = SeaServer.start(SeaOptions.builder().build())) {
      HostConfigWriter.write(
          new HostConfig(
              "isokron",
              null,
              folder.resolve("data"),
              Map.of(
                  "isokron",
                  Map.of(
                      "isokron_dsn", sea.credentials().readerDsn(),
                      "mcp_endpoint", sea.mcpEndpoint().toString(),
                      "mcp_service_token", sea.credentials().token(),
                      "read_timeout_seconds", "2",
                      "recall_deadline_ms", "10000"))),
          folder.resolve("host.yaml"));

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

  private Run run(String input) throws Exception {
    return HostJar.runWith(
        folder,
        input,
        "run",
        "--config",
        folder.resolve("host.yaml").toString(),
        "--workspace",
        SeaOptions.DEFAULT_WORKSPACE);
  }
}
