package dev.kora.memory.isokron.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict JSON: UTF-8 only, one value, at most 64 levels deep and 16 MiB long, no duplicate keys
 * (mcp-client.md rule 21). Safe for all threads.
 */
public final class StrictJson {
  /** Most bytes of one JSON text. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  /** Most levels of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  // A tree of small values takes many times the bytes of its text.
  private static final int MAX_TOKENS = 500_000;

  private static final JsonMapper MAPPER = JsonMapper.builder(factory()).build();

  static {
    MAPPER.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    MAPPER.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  private StrictJson() {}

  private static JsonFactory factory() {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_BYTES)
                .maxNameLength(64 * 1024)
                .maxNumberLength(1_000)
                .maxTokenCount(MAX_TOKENS)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  /** Parses UTF-8 bytes. Never throws for what they hold. */
  public static ParsedJson parse(byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      return new ParsedJson.Malformed("longer than " + MAX_BYTES + " bytes");
    }
    try {
      // Decoded here because the parser would also guess at UTF-16 and UTF-32.
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return new ParsedJson.Malformed("not UTF-8");
    }
  }

  /** Parses text. Never throws for what it holds. */
  public static ParsedJson parse(String text) {
    if (text.length() > MAX_BYTES) {
      return new ParsedJson.Malformed("longer than " + MAX_BYTES + " characters");
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() ? new ParsedJson.Malformed("empty") : new ParsedJson.Value(node);
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset() + 1;
      return new ParsedJson.Malformed(
          OneLine.of(e.getOriginalMessage(), 160) + " (at character " + at + ")");
    } catch (RuntimeException e) {
      // Out-of-range exponents and the like come as unchecked exceptions from deep inside.
      return new ParsedJson.Malformed(OneLine.of(e.getClass().getSimpleName(), 160));
    }
  }

  /** Returns a new, empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Writes a value as compact JSON. */
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  /** Writes a value as compact JSON in UTF-8. */
  public static byte[] writeBytes(JsonNode node) {
    return write(node).getBytes(StandardCharsets.UTF_8);
  }
}
