package dev.kora.memory.sea.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * RFC 8785 bytes of a JSON value. What the form cannot carry unchanged is refused, not rounded: see
 * {@link JsonGuard}.
 */
public final class CanonicalJson {
  /** How deep a value may be nested. */
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(1000).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private CanonicalJson() {}

  /**
   * Canonicalises a text.
   *
   * @param json one JSON value
   * @throws UncanonicalJsonException if it is no JSON, repeats a key, or cannot be carried
   *     unchanged
   */
  public static byte[] ofText(String json) {
    JsonNode tree;
    try {
      tree = STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncanonicalJsonException("", e.getOriginalMessage());
    }
    if (tree.isMissingNode()) {
      throw new UncanonicalJsonException("", "is empty");
    }
    return ofValue(tree);
  }

  /**
   * Canonicalises a tree of maps, lists, strings, numbers, booleans and nulls. Fractions should be
   * {@code BigDecimal}s as they were sent: a {@code Double}'s own text has surplus digits before
   * JDK 19.
   *
   * @throws UncanonicalJsonException if it cannot be carried unchanged
   */
  public static byte[] ofValue(Object value) {
    JsonNode tree = value instanceof JsonNode node ? node : STRICT.valueToTree(value);
    JsonGuard.check(tree, MAX_DEPTH);
    try {
      return CanonicalWriter.write(tree).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncanonicalJsonException("", String.valueOf(e.getMessage()));
    }
  }
}
