package dev.kora.memory.isokron.events;

import static dev.kora.memory.isokron.events.SeaAnswersPropertyTest.NoBoolean.ARRAY;
import static dev.kora.memory.isokron.events.SeaAnswersPropertyTest.NoBoolean.NULL;
import static dev.kora.memory.isokron.events.SeaAnswersPropertyTest.NoBoolean.NUMBER;
import static dev.kora.memory.isokron.events.SeaAnswersPropertyTest.NoBoolean.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.SeaAnswerMutations.Mutation;
import dev.kora.memory.isokron.json.ResponseShape;
import dev.kora.memory.isokron.json.ShapeViolation;
import dev.kora.memory.isokron.json.Shaped;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Every answer of a Sea tool is what it promises, or a violation at the place where it is not. */
class SeaAnswersPropertyTest {
  /** A tool whose answer is ids, and the fields that there must be. */
  record Tool(ResponseShape<UUID> shape, List<String> fields) {
    /** With all its fields and some that nobody asked for. */
    ObjectNode valid(SplittableRandom random) {
      ObjectNode answer = StrictJson.object().put("x" + random.nextInt(3), random.nextLong());
      for (String field : fields) {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        answer.put(field, random.nextBoolean() ? id : id.toUpperCase(Locale.ROOT));
      }
      return answer;
    }
  }

  @Provide
  Arbitrary<Tool> tools() {
    List<String> entry = List.of("scratchpad_entry_id", "approved_event_id");
    return Arbitraries.of(
        new Tool(SeaAnswers.EVENT, List.of("event_id")),
        new Tool(SeaAnswers.ENTRY, entry),
        new Tool(SeaAnswers.SUPERSESSION, entry),
        new Tool(SeaAnswers.LINK, List.of("link_id")));
  }

  @Property(tries = 20_000)
  void aValidAnswerIsItsIdWhateverElseItHolds(@ForAll("tools") Tool tool, @ForAll long seed) {
    ObjectNode answer = tool.valid(new SplittableRandom(seed));
    Shaped<UUID> id =
        new Shaped.Valid<>(UUID.fromString(answer.get(tool.fields().get(0)).asText()));

    assertEquals(id, tool.shape().check(answer));
    assertEquals(id, tool.shape().check(StrictJson.writeBytes(answer)));
  }

  /** Each try makes every mutation once. */
  @Property(tries = 10_000)
  void oneMutationIsAViolationAtItsPlace(@ForAll("tools") Tool tool, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Mutation mutation : Mutation.values()) {
      ObjectNode answer = tool.valid(random);
      String field = tool.fields().get(random.nextInt(tool.fields().size()));
      String place =
          switch (mutation.reach()) {
            case FIELD -> "/" + field;
            case OBJECT -> "/" + tool.fields().get(0);
            case WHOLE -> "";
          };

      JsonNode damaged = mutation.apply(answer, field, random);

      ShapeViolation violation = violation(tool.shape().check(damaged));
      assertEquals(place, violation.pointer(), () -> mutation + " " + damaged);
      assertEquals(violation, violation(tool.shape().check(StrictJson.writeBytes(damaged))));
      Statistics.collect(mutation);
    }
  }

  /** What a capability may be instead of true or false. */
  enum NoBoolean {
    NULL("null"),
    TEXT("\"true\""),
    NUMBER("1"),
    ARRAY("[true]"),
    OBJECT("{\"granted\":true}");

    final String json;

    NoBoolean(String json) {
      this.json = json;
    }
  }

  @Property(tries = 10_000)
  void everyCapabilityIsTrueOrFalse(@ForAll Map<String, Boolean> matrix, @ForAll String name) {
    ObjectNode answer = StrictJson.object();
    ObjectNode row = answer.putObject("capability_matrix");
    matrix.forEach(row::put);
    assertEquals(
        new Shaped.Valid<>(new LinkedHashMap<>(matrix)), SeaAnswers.CAPABILITIES.check(answer));

    String place = "/capability_matrix/" + name.replace("~", "~0").replace("/", "~1");
    for (NoBoolean value : NoBoolean.values()) {
      row.set(name, SeaAnswerMutations.parsed(value.json));
      assertEquals(place, violation(SeaAnswers.CAPABILITIES.check(answer)).pointer());
    }
  }

  @Example
  void theMatrixIsAnObject() {
    ObjectNode answer = StrictJson.object();
    assertEquals("/capability_matrix", violation(SeaAnswers.CAPABILITIES.check(answer)).pointer());
    for (NoBoolean value : List.of(NULL, TEXT, NUMBER, ARRAY)) {
      answer.set("capability_matrix", SeaAnswerMutations.parsed(value.json));
      assertEquals(
          "/capability_matrix", violation(SeaAnswers.CAPABILITIES.check(answer)).pointer());
    }
  }

  private static <T> ShapeViolation violation(Shaped<T> shaped) {
    return assertInstanceOf(Shaped.Violated.class, shaped, shaped::toString).violation();
  }
}
