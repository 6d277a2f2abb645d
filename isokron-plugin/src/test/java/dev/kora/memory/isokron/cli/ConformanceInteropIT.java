package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official conformance suite, with the drop-in jar as the client under test. */
@Timeout(240)
class ConformanceInteropIT {
  private static final String STATELESS = "2026-07-28";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"initialize, 1", "tools_call, 1", "sse-retry, 3"})
  void passesTheSuiteOfTheProtocolsWithAHandshake(String scenario, int leastChecks)
      throws Exception {
    passes("@modelcontextprotocol/conformance", "auto", scenario, leastChecks);
  }

  @ParameterizedTest
  @CsvSource({
    "request-metadata, 5",
    "tools_call, 2",
    "http-standard-headers, 3",
    "http-custom-headers, 18",
    "http-invalid-tool-headers, 12",
    "json-schema-ref-no-deref, 1"
  })
  void passesTheSuiteOfTheStatelessProtocol(String scenario, int leastChecks) throws Exception {
    passes("conformance-2026", STATELESS, scenario, leastChecks);
  }

  private void passes(String suite, String protocol, String scenario, int leastChecks)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peer.NODE,
                Peer.program(suite),
                "client",
                "--command",
                DropIn.commandLine() + " mcp conform --protocol " + protocol,
                "--scenario",
                scenario,
                "-o",
                folder.resolve("results").toString()));
    if (protocol.equals(STATELESS)) {
      command.addAll(List.of("--spec-version", STATELESS));
    }
    Ran ran = DropIn.runProcess(folder, Map.of(), command);
    String said = ran.out() + ran.err();
    assertEquals(0, ran.status(), said);
    int passed = 0;
    for (JsonNode check : checks()) {
      String status = check.path("status").asText();
      assertTrue(!status.equals("FAILURE") && !status.equals("WARNING"), check::toString);
      passed += status.equals("SUCCESS") ? 1 : 0;
    }
    assertTrue(passed >= leastChecks, passed + " checks passed: " + said);
  }

  /** What the suite wrote; none at all would be a scenario that it skipped. */
  private JsonNode checks() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
      Path file = files.filter(f -> f.endsWith("checks.json")).findFirst().orElseThrow();
      return ((ParsedJson.Value) StrictJson.parse(Files.readAllBytes(file))).node();
    }
  }
}
