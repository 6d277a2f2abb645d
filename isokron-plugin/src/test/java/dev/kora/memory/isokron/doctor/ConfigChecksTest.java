package dev.kora.memory.isokron.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The host's file: what is wrong with it is told at once, and none of its secrets. */
@Timeout(60)
class ConfigChecksTest {
  @TempDir Path folder;
  private HostFiles files;

  @BeforeEach
  void start() {
    files = new HostFiles(folder);
  }

  private Examined examine(String yaml, Map<String, String> environment) throws IOException {
    Examined examined = HostFiles.examine(files.write(yaml), environment, null, true);
    assertFalse(examined.toString().contains("Canary"), examined.toString());
    return examined;
  }

  /** The details of the settings, all of which failed. */
  private static List<String> problems(Examined examined) {
    assertTrue(examined.in(Check.State.FAIL).stream().allMatch("config.settings"::equals));
    return examined.checks().stream()
        .filter(check -> check.name().equals("config.settings"))
        .map(Check::detail)
        .toList();
  }

  @Test
  void everyProblemIsToldAtOnceAndNothingElseIsLookedAt() throws Exception {
    Examined examined =
        examine(
            """
            plugins:
              entries:
                isokron:
                  isokron_dsn: "${NOT_SET}"
                  mcp_endpoint: http://user:CanaryPassword@h/mcp
                  mcp_service_tokn: CanaryToken
                  cache_ttl_seconds: 5000
                  sync_turns: [all]
            """,
            Map.of());
    assertEquals(
        List.of(
            "isokron_dsn: needs the variable NOT_SET, which is not set here",
            "sync_turns: must be a single value",
            "`mcp_service_tokn`: unknown setting; did you mean mcp_service_token?",
            "mcp_endpoint: must not hold a user or password; a token goes into mcp_service_token or"
                + " the variable KORA_SERVICE_TOKEN",
            "cache_ttl_seconds: must be a whole number from 0 to 3600, but is `5000`"),
        problems(examined));
    assertEquals(
        List.of("sea", "substrate", "workspace", "journal", "emit"), examined.in(Check.State.WARN));
  }

  @Test
  void aFileThatIsNotThereOrNoYamlFailsWithoutRepeatingALine() throws Exception {
    Examined none = HostFiles.examine(folder.resolve("none.yml"), Map.of(), null, false);
    none.assertFailed("config.file", "none.yml does not exist");
    examine("plugins:\n  a: CanaryToken: b\n", Map.of())
        .assertFailed("config.file", "line 2: not valid YAML");
    examine("- a\n", Map.of()).assertFailed("config.file", "must be a section");
    examine("plugins: {entries: {other: {}}}\n", Map.of())
        .assertFailed("config.file", "has no settings under plugins.entries.isokron");
    Files.write(folder.resolve("host.yml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    HostFiles.examine(folder.resolve("host.yml"), Map.of(), null, false)
        .assertFailed("config.file", "not UTF-8");
  }

  @Test
  void variablesAreExpandedAndTheEnvironmentFillsWhatIsMissing() throws Exception {
    HostFile file =
        new HostFileReader(
                files.write(
                    """
                    memory: {provider: other, data_dir: ../data}
                    plugins: {entries: {isokron: {a: "x${V}$${V}", mcp_service_token: " ", n: 60}}}
                    """),
                Map.of("V", "1"))
            .read();
    assertEquals(Map.of("a", "x1${V}", "mcp_service_token", " ", "n", "60"), file.settings());
    assertEquals(folder.resolveSibling("data"), file.dataDir());
    Examined examined =
        examine(
            """
            memory: {provider: other}
            plugins: {entries: {isokron: {mcp_endpoint: "http://127.0.0.1:1/mcp"}}}
            """,
            Map.of(
                "KORA_ISOKRON_DSN",
                "postgres://u:CanaryPassword@127.0.0.1:1/d",
                "KORA_SERVICE_TOKEN",
                "CanaryToken/4711"));
    assertEquals(Check.State.OK, examined.check("config.settings").state());
    assertTrue(examined.check("config.file").detail().contains("another memory provider: other"));
    assertTrue(examined.check("journal").detail().contains("memory.data_dir"));
  }
}
