package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the commands of the outbox on a folder. */
record OutboxFolders(Path folder) {
  Ran run(String... words) {
    List<String> all = new ArrayList<>(List.of("outbox"));
    all.addAll(List.of(words));
    all.addAll(List.of("--dir", folder.toString()));
    return Ran.of(Map.of(), all.toArray(String[]::new));
  }

  /** The objects of the list. */
  List<JsonNode> list() {
    return run("list", "--json").out().lines().map(OutboxFolders::json).toList();
  }

  /** The numbers of the only journal. */
  JsonNode status() {
    return json(run("status", "--json").out()).at("/targets/0/journals/0");
  }

  static JsonNode json(String text) {
    return ((ParsedJson.Value) StrictJson.parse(text)).node();
  }

  /** The folder of the only journal. */
  Path journal() throws IOException {
    try (Stream<Path> all = Files.walk(folder, 2)) {
      return all.filter(p -> Files.exists(p.resolve("segments"))).findFirst().orElseThrow();
    }
  }
}
