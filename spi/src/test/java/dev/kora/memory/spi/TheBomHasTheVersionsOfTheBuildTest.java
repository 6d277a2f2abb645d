package dev.kora.memory.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bill of materials has no parent, so nothing but this test keeps its versions right. */
class TheBomHasTheVersionsOfTheBuildTest {
  private static final Pattern OURS =
      Pattern.compile(
          "<groupId>dev\\.kora\\.memory</groupId>\\s*<artifactId>([^<]+)</artifactId>"
              + "\\s*<version>([^<]+)</version>");
  private static final Pattern PLUGIN =
      Pattern.compile(
          "<artifactId>([^<]*maven-[^<]*plugin)</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern DROP_IN =
      Pattern.compile(
          "<artifactId>isokron-memory-plugin</artifactId>"
              + "\\s*<version>[^<]+</version>\\s*<classifier>dropin</classifier>");

  private final String parent = read("../pom.xml");
  private final String bom = read("../bom/pom.xml");

  @Test
  void itsVersionIsTheParents() {
    assertEquals(
        Objects.requireNonNull(versions(OURS, parent).get("memory-parent")),
        versions(OURS, bom).get("memory-bom"),
        "bom/pom.xml names another version than pom.xml");
  }

  @Test
  void itManagesModulesOfThisBuildAtThatVersion() {
    Map<String, String> managed = versions(OURS, bom);
    managed.remove("memory-bom");
    assertTrue(
        managed.keySet().containsAll(List.of("memory-spi", "memory-spi-tck")), managed::toString);
    managed.forEach((artifact, version) -> assertEquals("${project.version}", version, artifact));
    assertTrue(
        versions(OURS, parent).keySet().containsAll(managed.keySet()),
        () -> "bom/pom.xml names a module that pom.xml does not: " + managed);
  }

  @Test
  void itManagesTheDropInJar() {
    assertTrue(DROP_IN.matcher(bom).find(), "whoever imports bom/pom.xml has to name a version");
  }

  @Test
  void itsPluginsAreTheParents() {
    Map<String, String> parents = versions(PLUGIN, parent);
    Map<String, String> plugins = versions(PLUGIN, bom);
    assertTrue(plugins.containsKey("spotless-maven-plugin"), plugins::toString);
    plugins.forEach((plugin, version) -> assertEquals(parents.get(plugin), version, plugin));
  }

  private static Map<String, String> versions(Pattern pattern, String pom) {
    Map<String, String> versions = new TreeMap<>();
    Matcher matcher = pattern.matcher(pom);
    while (matcher.find()) {
      versions.put(matcher.group(1), matcher.group(2));
    }
    return versions;
  }

  private static String read(String pom) {
    try {
      return Files.readString(Path.of(pom));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
