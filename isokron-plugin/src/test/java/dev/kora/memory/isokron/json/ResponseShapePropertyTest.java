package dev.kora.memory.isokron.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Every answer is the value it promises or a violation at the place where it is not. */
class ResponseShapePropertyTest {
  private static final String FIELD = "scratchpad_entry_id";
  private static final String OTHER = "approved_event_id";
  private static final ResponseShape<UUID> SHAPE =
      ResponseShape.object(
          "tool",
          fields -> {
            UUID id = fields.uuid(FIELD);
            fields.uuid(OTHER);
            return id;
          });

  @Provide
  Arbitrary<ObjectNode> valid() {
    Arbitrary<UUID> ids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    Arbitrary<String> extra = Arbitraries.strings().ofMaxLength(20);
    return Combinators.combine(ids, ids, extra, extra, Arbitraries.of(true, false))
        .as(
            (id, other, name, value, upper) -> {
              ObjectNode answer = StrictJson.object().put("x" + name, value);
              String text = id.toString();
              return answer
                  .put(FIELD, upper ? text.toUpperCase(Locale.ROOT) : text)
                  .put(OTHER, other.toString());
            });
  }

  @Property(tries = 10_000)
  void validAnswersRoundTripWhateverElseTheyHold(@ForAll("valid") ObjectNode answer) {
    UUID expected = UUID.fromString(answer.path(FIELD).textValue());
    assertEquals(new Shaped.Valid<>(expected), SHAPE.check(answer));
    assertEquals(new Shaped.Valid<>(expected), SHAPE.check(StrictJson.writeBytes(answer)));
  }

  @Property(tries = 20_000)
  void arbitraryBytesNeverEscape(@ForAll byte[] bytes) {
    assertInstanceOf(Shaped.Violated.class, SHAPE.check(bytes));
  }

  @Property(tries = 1_000)
  void damagedTextNeverEscapes(
      @ForAll("valid") ObjectNode answer, @ForAll byte noise, @ForAll int place) {
    byte[] bytes = StrictJson.writeBytes(answer);
    bytes[Math.floorMod(place, bytes.length)] = noise;
    Shaped<UUID> shaped = SHAPE.check(bytes);
    Statistics.label("still valid")
        .collect(shaped instanceof Shaped.Valid)
        .coverage(
            coverage -> {
              coverage.check(true).percentage(p -> p > 1.0);
              coverage.check(false).percentage(p -> p > 1.0);
            });
  }

  @Property(tries = 10_000)
  void whatCameIsBoundedAndOnOneLine(@ForAll String text) {
    Shaped<UUID> shaped = SHAPE.check(StrictJson.object().put(FIELD, text));
    String sentence = assertInstanceOf(Shaped.Violated.class, shaped).violation().sentence();
    assertTrue(sentence.length() < 300, sentence);
    assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
  }

  @Example
  void duplicateKeysAndDeepNestingAreRefused() {
    String twice = "{\"" + FIELD + "\":1,\"" + FIELD + "\":2}";
    String deep = "{\"a\":" + "[".repeat(100_000);
    for (String text : List.of(twice, deep, "{} {}", "")) {
      assertInstanceOf(Shaped.Violated.class, SHAPE.check(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
