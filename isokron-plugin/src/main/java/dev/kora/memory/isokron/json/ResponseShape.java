package dev.kora.memory.isokron.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shape that a tool's answer must have. Total: every value and every sequence of bytes gives
 * {@link Shaped.Valid} or {@link Shaped.Violated}. Fields the shape does not name are ignored.
 *
 * @param <T> what is read from a valid answer
 */
public final class ResponseShape<T> {
  private final String tool;
  private final Function<AnswerFields, T> reader;

  private ResponseShape(String tool, Function<AnswerFields, T> reader) {
    this.tool = tool;
    this.reader = reader;
  }

  /** A JSON object; the reader asks for its fields, and each that does not fit is a violation. */
  public static <T> ResponseShape<T> object(String tool, Function<AnswerFields, T> reader) {
    return new ResponseShape<>(tool, reader);
  }

  /** Checks a parsed answer; null is an answer that is not there. */
  public Shaped<T> check(@Nullable JsonNode answer) {
    JsonNode node = answer == null ? MissingNode.getInstance() : answer;
    if (!node.isObject()) {
      return violated("a JSON object", AnswerFields.describe(node), "");
    }
    try {
      return new Shaped.Valid<>(reader.apply(new AnswerFields(node)));
    } catch (AnswerFields.Mismatch m) {
      return violated(m.expected, m.got, m.pointer);
    }
  }

  /** Checks an answer's bytes. */
  public Shaped<T> check(byte[] utf8) {
    ParsedJson parsed = StrictJson.parse(utf8);
    return parsed instanceof ParsedJson.Value value
        ? check(value.node())
        : violated(
            "a JSON object", "no JSON (" + ((ParsedJson.Malformed) parsed).reason() + ")", "");
  }

  private Shaped<T> violated(String expected, String got, String pointer) {
    return new Shaped.Violated<>(new ShapeViolation(tool, expected, got, pointer));
  }
}
