package dev.kora.memory.example.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that the README shows is one that host and provider take. */
class ConfigurationInTheReadmeTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KORA_ISOKRON_DSN", "postgres://reader:r@db.example/sea", "KORA_SERVICE_TOKEN", "t");

  @TempDir Path folder;

  @Test
  void hostAndProviderTakeIt() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    String yaml =
        readme
            .substring(readme.indexOf("```yaml\n") + 8)
            .lines()
            .takeWhile(line -> !line.strip().equals("```"))
            .collect(Collectors.joining("\n"));
    HostConfig config =
        HostConfigReader.read(
            Files.writeString(folder.resolve("host.yaml"), yaml.stripIndent()), ENVIRONMENT);

    assertEquals("isokron", config.provider());
    MemoryProviderPlugin plugin =
        ServiceLoader.load(MemoryProviderPlugin.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("isokron"))
            .findFirst()
            .orElseThrow();
    assertInstanceOf(
        Availability.Available.class,
        plugin.availability(
            ProviderConfig.of(
                Objects.requireNonNull(config.entries().get("isokron")), ENVIRONMENT)));
  }
}
