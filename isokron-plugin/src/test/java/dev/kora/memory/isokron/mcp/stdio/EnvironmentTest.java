package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.config.Secret;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static Map<String, String> reduced(Map<String, String> all, boolean windows) {
    Map<String, String> environment = new HashMap<>(all);
    Environment.reduce(environment, new Secret("t"), windows);
    return environment;
  }

  @Test
  void rule24OnPosixTheListAndTheTokenStay() {
    Map<String, String> all =
        Map.of(
            "PATH",
            "/bin",
            "LC_ALL",
            "C",
            "AWS_SECRET",
            "s",
            "Path",
            "p",
            "SHELL",
            "() { :; }",
            "KORA_SERVICE_TOKEN",
            "old");
    assertEquals(
        Map.of("PATH", "/bin", "LC_ALL", "C", "KORA_SERVICE_TOKEN", "t"), reduced(all, false));
  }

  @Test
  void rule24OnWindowsNamesAreComparedWithoutCase() {
    Map<String, String> all = Map.of("Path", "p", "SystemRoot", "r", "LC_ALL", "C", "SECRET", "s");
    assertEquals(
        Map.of("Path", "p", "SystemRoot", "r", "KORA_SERVICE_TOKEN", "t"), reduced(all, true));
  }

  @Test
  void rule24WithoutATokenNoneIsHandedOn() {
    Map<String, String> environment = new HashMap<>(Map.of("KORA_SERVICE_TOKEN", "ours"));
    Environment.reduce(environment, null, false);
    assertEquals(Map.of(), environment);
  }
}
