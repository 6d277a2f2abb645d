package dev.kora.memory.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the jar says to machines is what the contract says to people. */
class TheJarNamesItsRulesTest {
  private static final Pattern RULES_VERSION = Pattern.compile("version (\\d+) of the rules");
  private static final Pattern RULE = Pattern.compile("(?m)^\\| ([MH]\\d+) \\|");

  @Test
  void theFileHasTheVersionsAndRulesOfTheContract() throws IOException {
    String expected = fromTheContract();
    Files.writeString(Path.of("target/memory-spi.json"), expected);
    assertEquals(
        expected,
        packed(),
        "META-INF-docs/CONTRACT.md or MemorySpi.VERSION has changed; renew what the jar says:"
            + " cp spi/target/memory-spi.json spi/src/main/resources/META-INF/kora/");
  }

  private static String fromTheContract() throws IOException {
    String contract = Files.readString(Path.of("../META-INF-docs/CONTRACT.md"));
    Matcher version = RULES_VERSION.matcher(contract);
    assertTrue(version.find(), "CONTRACT.md does not say which version of the rules it is");
    String rules =
        RULE.matcher(contract)
            .results()
            .map((MatchResult rule) -> "    \"" + rule.group(1) + "\"")
            .collect(Collectors.joining(",\n"));
    return "{\n  \"spi_version\": "
        + MemorySpi.VERSION
        + ",\n  \"rules_version\": "
        + version.group(1)
        + ",\n  \"rules\": [\n"
        + rules
        + "\n  ]\n}\n";
  }

  private static String packed() throws IOException {
    try (InputStream file = MemorySpi.class.getResourceAsStream("/META-INF/kora/memory-spi.json")) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
