package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin of the guide is compiled and passes the contract here, so the guide must show it. */
class TheGuideShowsTestedCodeTest {
  @ParameterizedTest
  @ValueSource(strings = {"ParrotPlugin", "ParrotContractTest"})
  void wordForWord(String className) throws IOException {
    String guide = Files.readString(Path.of("../META-INF-docs/PLUGIN-AUTHORS.md"));
    String code =
        Files.readString(Path.of("src/test/java/com/example/memory/" + className + ".java"));
    assertTrue(
        guide.contains("```java\n" + code + "```"),
        () -> className + " in META-INF-docs/PLUGIN-AUTHORS.md is not the one that is tested");
  }
}
