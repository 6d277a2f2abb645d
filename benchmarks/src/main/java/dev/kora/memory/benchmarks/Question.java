package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A question about a transcript.
 *
 * @param evidence the ids of the turns that hold the answer; at least one
 * @param category 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop
 */
record Question(String text, Set<String> evidence, int category) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads JSON Lines of {@code question, evidence, category}. Evidence that names no turn of the
   * transcript is left out, and so is a question that has no other.
   */
  static List<Question> read(Path file, Set<String> turns) throws IOException {
    List<Question> questions = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode node = JSON.readTree(line);
      Set<String> evidence = new LinkedHashSet<>();
      for (JsonNode ids : node.path("evidence")) {
        // Some hold two ids.
        evidence.addAll(List.of(ids.asText().split("[;\\s]+")));
      }
      evidence.retainAll(turns);
      if (!evidence.isEmpty()) {
        questions.add(
            new Question(
                node.path("question").asText(),
                Set.copyOf(evidence),
                node.path("category").asInt()));
      }
    }
    return questions;
  }
}
