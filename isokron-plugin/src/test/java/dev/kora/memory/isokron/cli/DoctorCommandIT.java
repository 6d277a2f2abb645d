package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.provider.SharedSea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The doctor in the drop-in jar, as an operator starts it. */
@ExtendWith(SharedSea.class)
@Timeout(240)
class DoctorCommandIT {
  private static SeaWorkspace workspace;
  @TempDir Path folder;

  @BeforeAll
  static void seed() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
  }

  private String config() throws IOException {
    return Files.writeString(
            folder.resolve("host.yml"),
            """
            memory: {provider: isokron, data_dir: data}
            plugins:
              entries:
                isokron:
                  mcp_endpoint: %s
                  default_workspace_id: %s
                  mcp_service_token: "${SEA_TOKEN}"
            """
                .formatted(SharedSea.server().mcpEndpoint(), workspace.id()))
        .toString();
  }

  private Ran doctor(String token, String... more) throws Exception {
    String[] words = new String[3 + more.length];
    words[0] = "doctor";
    words[1] = "--config";
    words[2] = config();
    System.arraycopy(more, 0, words, 3, more.length);
    Map<String, String> environment =
        Map.of("SEA_TOKEN", token, "KORA_ISOKRON_DSN", workspace.readerDsn(), "LC_ALL", "C");
    Ran ran = DropIn.run(folder, environment, words);
    assertFalse((ran.out() + ran.err()).contains(token), ran.out());
    // On a busy machine a check may take its time, and says so.
    assertTrue(ran.err().lines().allMatch(line -> line.endsWith(" takes a while …")), ran.err());
    return ran;
  }

  @Test
  void aWholeInstallationIsFineAndSaysSoInJson() throws Exception {
    Ran ran = doctor(workspace.token(), "--emit", "--json");
    assertEquals(0, ran.status(), ran.out());
    assertEquals(1, ran.out().lines().count());
    JsonNode answer = OutboxFolders.json(ran.out());
    assertTrue(answer.path("ok").asBoolean());
    assertEquals(32, answer.path("checks").size());
    for (JsonNode check : answer.path("checks")) {
      assertEquals("ok", check.path("state").asText(), check.toString());
      assertTrue(check.path("name").isTextual() && check.path("advice").isTextual());
    }
    assertTrue(SharedSea.server().verify(workspace.id()).intact());
  }

  @Test
  void whatIsWrongIsToldInWordsWithoutColour() throws Exception {
    Ran ran = doctor("not-a-token-of-this-server");
    assertEquals(1, ran.status());
    assertTrue(ran.out().contains("  fail  token           HTTP 401"), ran.out());
    assertTrue(ran.out().contains("→ "), ran.out());
    assertTrue(ran.out().contains("  ok    charter         version 1.0"), ran.out());
    assertFalse(ran.out().contains("\u001b"), ran.out());
    assertTrue(
        ran.out()
            .strip()
            .lines()
            .reduce("", (a, b) -> b)
            .startsWith("1 failed, 7 not checked, 19 fine"));
  }

  @Test
  void usageIsTwoAndAMissingFileIsAFailure() throws Exception {
    Ran usage = DropIn.run(folder, "doctor");
    assertEquals(2, usage.status());
    assertTrue(usage.err().contains("--config"), usage.err());
    Ran missing = DropIn.run(folder, "doctor", "--config", "none.yml", "--json");
    assertEquals(1, missing.status());
    assertFalse(OutboxFolders.json(missing.out()).path("ok").asBoolean(true));
    assertTrue(missing.out().contains("none.yml does not exist"), missing.out());
  }
}
