package dev.kora.memory.example.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.example.guide.Guide.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide shows is what the build compiles and tests; GuideIT runs its commands. */
class TheGuideShowsTestedCodeTest {
  private static final Path MAIN = Path.of("src/main/java/com/example/notes");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
  // A library's version stands in the build's pom under a name.
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "jackson-databind", "jackson.version",
          "auto-service", "auto-service.version",
          "auto-service-annotations", "auto-service.version",
          "junit-jupiter", "junit.version");

  private static Stream<Block> files() throws IOException {
    return Guide.files().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void wordForWord(Block block) throws IOException {
    assertEquals(Files.readString(Guide.ROOT.resolve(block.path())), block.text());
  }

  @Test
  void everyBlockSaysWhatItIs() throws IOException {
    assertEquals(List.of(), Guide.blocks().stream().filter(b -> b.kind().isEmpty()).toList());
  }

  @Test
  void theWholePluginIsShown() throws IOException {
    Set<Path> shown =
        files().map(block -> Path.of(block.readersPath())).collect(Collectors.toSet());
    try (Stream<Path> sources = Files.list(Guide.ROOT.resolve("example-plugin").resolve(MAIN))) {
      Set<Path> needed =
          sources
              .map(source -> MAIN.resolve(source.getFileName()))
              // Only the annotations that our own build wants to see.
              .filter(source -> !source.endsWith("package-info.java"))
              .collect(Collectors.toSet());
      assertTrue(shown.containsAll(needed), () -> "of " + needed + " only " + shown);
    }
  }

  @Test
  void itsVersionsAreThoseOfTheBuild() throws IOException {
    String build = Files.readString(Guide.ROOT.resolve("pom.xml"));
    List<MatchResult> versions =
        VERSION
            .matcher(Files.readString(Guide.ROOT.resolve("example-plugin/src/guide/pom.xml")))
            .results()
            .filter(found -> !found.group(1).equals("notes-memory"))
            .toList();
    assertTrue(versions.size() > 5, () -> "found only " + versions.size());
    for (MatchResult found : versions) {
      String artifact = found.group(1).startsWith("memory-spi") ? "memory-parent" : found.group(1);
      String property = PROPERTIES.get(artifact);
      String wanted =
          property == null
              ? "<artifactId>" + artifact + "</artifactId><version>" + found.group(2) + "<"
              : "<" + property + ">" + found.group(2) + "<";
      assertTrue(build.replaceAll("\\s+", "").contains(wanted), "the build has not " + wanted);
    }
  }
}
