package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.ProviderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoosingAProviderTest {
  private static final String NEEDS_TOKEN =
      "return config.keys().contains(\"token\") ? new Availability.Available()"
          + " : new Availability.Unavailable(\"token is missing\");";

  @TempDir Path folder;

  private Choice choose(@Nullable String name) throws IOException {
    return choose(name, Map.of());
  }

  private Choice choose(@Nullable String name, Map<String, ProviderConfig> configs)
      throws IOException {
    try (DiscoveryReport report = MemoryProviders.discover(getClass().getClassLoader(), folder)) {
      return report.choose(name, configs);
    }
  }

  private static String message(Choice choice) {
    return assertInstanceOf(Choice.NotChosen.class, choice).message();
  }

  private static List<String> states(Choice choice) {
    return choice.report().candidates().stream().map(c -> c.state().label()).toList();
  }

  @Test
  void theOnlyOneIsChosenWithoutBeingNamedAndMarked() throws IOException {
    PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    Choice choice = choose(null);
    assertEquals("alpha", assertInstanceOf(Choice.Chosen.class, choice).plugin().name());
    assertEquals(List.of("chosen"), states(choice));
  }

  @Test
  void theNamedOneIsChosenAmongSeveral() throws IOException {
    PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    PluginJar.plugin("beta").writeTo(folder.resolve("b.jar"));
    Choice choice = choose("beta");
    assertEquals("beta", assertInstanceOf(Choice.Chosen.class, choice).plugin().name());
    assertEquals(List.of("available", "chosen"), states(choice));
  }

  @Test
  void severalAskForAChoiceByNameAndAreListed() throws IOException {
    PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    PluginJar.plugin("beta").writeTo(folder.resolve("b.jar"));
    String message = message(choose(null));
    assertTrue(message.startsWith("Several memory providers are available. Choose one"), message);
    assertTrue(message.contains("alpha 1.2.3") && message.contains("beta 1.2.3"), message);
  }

  @Test
  void noneFoundSaysWhatToAdd() throws IOException {
    String message = message(choose(null));
    assertTrue(message.contains("Put a plugin's jar on the class path"), message);
  }

  @Test
  void anUnknownNameListsWhatWasFound() throws IOException {
    PluginJar.plugin("alpha").writeTo(folder.resolve("a.jar"));
    new PluginJar().service("gone.Plugin").writeTo(folder.resolve("b.jar"));
    String message = message(choose("isokron"));
    assertTrue(message.startsWith("No memory provider named isokron can be used."), message);
    assertTrue(message.contains("alpha") && message.contains("gone.Plugin"), message);
  }

  @Test
  void whatHasNeitherNameNorClassIsListedByItsSource() throws IOException {
    Path jar = Files.writeString(folder.resolve("x.jar"), "<html>404</html>");
    String message = message(choose(null));
    assertTrue(
        message.startsWith(
            "No memory provider is available. Found:\n  " + jar + ": rejected: is not a jar"),
        message);
  }

  @Test
  void availabilityIsAskedWithEachOnesOwnConfiguration() throws IOException {
    PluginJar.plugin("alpha", "availability", NEEDS_TOKEN).writeTo(folder.resolve("a.jar"));
    PluginJar.plugin("beta", "availability", NEEDS_TOKEN).writeTo(folder.resolve("b.jar"));
    Choice choice = choose(null, Map.of("beta", ProviderConfig.of(Map.of("token", "x"), Map.of())));
    assertEquals("beta", assertInstanceOf(Choice.Chosen.class, choice).plugin().name());
    assertEquals(List.of("unavailable", "chosen"), states(choice));
  }

  @Test
  void anUnavailableOneGivesItsOwnReason() throws IOException {
    PluginJar.plugin("alpha", "availability", NEEDS_TOKEN).writeTo(folder.resolve("a.jar"));
    assertEquals(
        "The memory provider alpha cannot be used: token is missing", message(choose("alpha")));
    assertTrue(message(choose(null)).contains("unavailable: token is missing"));
  }

  @Test
  void oneThatFailsToAnswerIsUnavailableAndTheOtherIsChosen() throws IOException {
    PluginJar.plugin("alpha", "availability", "throw new NoSuchMethodError(\"x\");")
        .writeTo(folder.resolve("a.jar"));
    PluginJar.plugin("beta", "availability", "return null;").writeTo(folder.resolve("b.jar"));
    PluginJar.plugin("gamma").writeTo(folder.resolve("c.jar"));
    Choice choice = choose(null);
    assertEquals(List.of("unavailable", "unavailable", "chosen"), states(choice));
    assertEquals(
        "availability() failed: NoSuchMethodError (x)",
        choice.report().candidates().get(0).reason());
  }
}
