package dev.kora.memory.sea.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.sea.SeaException;
import java.util.Map;

/** The policies of a new workspace: the seeds, and what somebody wants to be otherwise. */
public final class Policies {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Policies() {}

  /** The seeds, one JSON object. */
  static String seeds() {
    return Resource.text("policies.json");
  }

  /**
   * Checks what is to differ from the seeds.
   *
   * @param values policy path to JSON value
   * @throws SeaException if there is no such policy, or its value cannot be meant
   */
  public static void check(Map<String, String> values) {
    JsonNode seeds = parse("the seeds", seeds());
    values.forEach(
        (path, text) -> {
          JsonNode seed = seeds.get(path);
          if (seed == null) {
            throw new SeaException(
                "there is no policy \"" + path + "\"; the policies are " + names(seeds));
          }
          JsonNode value = parse(path, text);
          if (value.getNodeType() != seed.getNodeType()) {
            throw new SeaException(
                path
                    + " must be a "
                    + seed.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                    + " such as "
                    + seed
                    + ", not "
                    + text);
          }
        });
  }

  private static JsonNode parse(String path, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SeaException(
          path + " has a value that is not JSON (" + e.getOriginalMessage() + "): " + text, e);
    }
  }

  private static String names(JsonNode seeds) {
    return String.join(", ", (Iterable<String>) seeds::fieldNames);
  }
}
