package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.example.HostJar;
import dev.kora.memory.example.HostJar.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar of {@code example-plugin}, which the host has never heard of, in its plugins folder. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NotesJarIT {
  private static final Path JAR = Path.of(System.getProperty("example-plugin.jar"));

  @TempDir private Path folder;
  private Path plugins;

  @BeforeEach
  void dropIn() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.copy(JAR, plugins.resolve("notes.jar"));
    Files.writeString(folder.resolve("host.yaml"), "memory: {provider: notes, data_dir: data}\n");
  }

  private Run run(String workspace, String input) throws Exception {
    return HostJar.runWith(
        folder,
        input,
        "run",
        "--config",
        folder.resolve("host.yaml").toString(),
        "--plugins",
        plugins.toString(),
        "--workspace",
        workspace);
  }

  @Test
  void isFoundAndChosenAsTheOnlyOneThatIsConfigured() throws Exception {
    Run run = HostJar.run(folder, "providers", "--plugins", plugins.toString(), "--json");

    assertEquals(0, run.status(), run.err());
    for (JsonNode provider : new ObjectMapper().readTree(run.out()).path("providers")) {
      if (provider.path("name").asText().equals("notes")) {
        assertEquals("chosen", provider.path("state").asText());
        assertEquals("com.example.notes.NotesPlugin", provider.path("class").asText());
        assertTrue(provider.path("source").asText().contains("notes.jar"), run.out());
        assertTrue(provider.path("version").asText().matches("[0-9].*"), run.out());
        return;
      }
    }
    throw new AssertionError("not found: " + run.out());
  }

  @Test
  void remembersFromOneRunToTheNextAndEachWorkspaceItsOwn() throws Exception {
    Run first =
        run(
            "acme",
            """
            /call note_add {"text":"Deploys are on Tuesday."}
            /call note_add {"txt":"x"}
            """);
    Run second = run("acme", "/prompt\nwhen are the deploys?\nOn Tuesday.\n");
    Run other = run("other", "/prompt\nwhen are the deploys?\nI do not know.\n");

    for (Run run : List.of(first, second, other)) {
      assertEquals(0, run.status(), run.err());
    }
    assertTrue(first.out().contains("{\"ok\":true,\"note\":{"), first.out());
    assertTrue(first.out().contains("nothing but text"), first.out());
    assertTrue(second.out().contains("The newest notes of this workspace."), second.out());
    assertTrue(
        second.out().contains("<recalled-memory source=\"notes\">"),
        "it is not recalled in a turn: " + second.out());
    assertEquals(2, second.out().split("Deploys are on Tuesday\\.", -1).length - 1, second.out());
    assertEquals("", other.out());
  }

  @Test
  void holdsItsOwnPackagesOnlyAndItsLibrariesLicence() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertEquals(
          List.of(),
          names.stream()
              .filter(name -> name.endsWith(".class"))
              .filter(name -> !name.startsWith("com/example/notes/"))
              .toList());
      assertTrue(
          names.contains("com/example/notes/shaded/com/fasterxml/jackson/core/JsonFactory.class"));
      assertTrue(names.contains("META-INF/LICENSE"), names.toString());
    }
  }
}
