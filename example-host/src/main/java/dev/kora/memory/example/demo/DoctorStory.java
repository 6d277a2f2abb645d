package dev.kora.memory.example.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.console.Table;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the plugin's own doctor whether all of it works, as an operator does: by the command of the
 * drop-in jar, in a JVM of its own. This host names none of the plugin's classes.
 */
final class DoctorStory {
  /** Where the build leaves it, as seen from this program's own jar. */
  private static final String DROP_IN =
      "../../isokron-plugin/target/isokron-memory-plugin-dropin.jar";

  private static final long PATIENCE_MINUTES = 2;
  private static final JsonMapper JSON = new JsonMapper();

  private final Console console;
  private final Path config;

  DoctorStory(Console console, Path config) {
    this.console = console;
    this.config = config;
  }

  void tell() throws Exception {
    console.chapter("Ask the doctor");
    Path jar = dropIn();
    console.say(
        "java -jar %s doctor --config %s"
            .formatted(jar == null ? "isokron-memory-plugin-dropin.jar" : jar, config));
    if (jar == null) {
      console.say("Not asked: the drop-in jar is not where the build leaves it.");
      return;
    }
    show(console.step("Looking at the host's file, Sea, Postgres and the outbox", () -> ask(jar)));
  }

  private static @Nullable Path dropIn() throws URISyntaxException {
    CodeSource source = DoctorStory.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return null;
    }
    Path jar = Path.of(source.getLocation().toURI()).resolveSibling(DROP_IN).normalize();
    return Files.isRegularFile(jar) ? jar : null;
  }

  private JsonNode ask(Path jar) throws IOException, InterruptedException, DemoException {
    Path out = config.resolveSibling("doctor.json");
    Path err = config.resolveSibling("doctor.log");
    Process doctor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "doctor",
                "--config",
                config.toString(),
                "--json")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!doctor.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new DemoException("the doctor does not come to an end");
      }
    } finally {
      doctor.destroyForcibly();
    }
    try {
      JsonNode answer = JSON.readTree(Files.readString(out));
      if (doctor.exitValue() == 0 && answer.path("ok").asBoolean(false)) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      throw new DemoException("the doctor's answer is no JSON: " + Files.readString(err));
    }
    throw new DemoException(
        "the doctor finds something wrong: " + Files.readString(out) + Files.readString(err));
  }

  /** The checks by their groups, and whatever is not quite well. */
  private void show(JsonNode answer) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (JsonNode check : answer.path("checks")) {
      String name = check.path("name").asText();
      int dot = name.indexOf('.');
      groups
          .computeIfAbsent(name.substring(0, Math.max(0, dot)), group -> new ArrayList<>())
          .add(name.substring(dot + 1));
      if (!check.path("state").asText().equals("ok")) {
        warnings.add(
            "%s %s: %s"
                .formatted(name, check.path("state").asText(), check.path("detail").asText()));
      }
    }
    Table table = new Table();
    groups.forEach((group, checks) -> table.row(group, String.join(", ", checks)));
    console.say(table);
    warnings.forEach(console::say);
    int all = answer.path("checks").size();
    console.say((all - warnings.size()) + " of " + all + " checks are fine, and none failed.");
  }
}
