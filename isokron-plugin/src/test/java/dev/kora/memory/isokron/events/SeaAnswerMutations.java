package dev.kora.memory.isokron.events;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.Locale;
import java.util.SplittableRandom;

/** Ways to damage an answer that holds ids, one at a time. */
final class SeaAnswerMutations {
  private SeaAnswerMutations() {}

  /** Where the violation must be found. */
  enum Reach {
    FIELD,
    OBJECT,
    WHOLE
  }

  /** One way. */
  enum Mutation {
    REMOVED,
    RENAMED,
    NULL,
    NUMBER,
    BOOLEAN,
    ARRAY,
    NESTED,
    EMPTY,
    PADDED,
    LONGER,
    SHORTER,
    SHORT_GROUPS,
    NO_DASHES,
    NO_HEX_DIGIT,
    FOREIGN_DIGIT,
    WRAPPED,
    IN_AN_ARRAY,
    ONLY_THE_ID,
    EMPTY_OBJECT,
    NOTHING;

    Reach reach() {
      return switch (this) {
        case WRAPPED, EMPTY_OBJECT -> Reach.OBJECT;
        case IN_AN_ARRAY, ONLY_THE_ID, NOTHING -> Reach.WHOLE;
        default -> Reach.FIELD;
      };
    }

    JsonNode apply(ObjectNode valid, String field, SplittableRandom random) {
      String id = valid.get(field).textValue();
      int place = random.nextInt(8);
      return switch (this) {
        case REMOVED -> valid.without(field);
        case RENAMED -> renamed(valid, field);
        case NULL -> valid.putNull(field);
        case NUMBER -> valid.put(field, random.nextLong());
        case BOOLEAN -> valid.put(field, random.nextBoolean());
        case ARRAY -> valid.set(field, valid.arrayNode().add(id));
        case NESTED -> valid.set(field, StrictJson.object().put("id", id));
        case EMPTY -> valid.put(field, "");
        case PADDED -> valid.put(field, random.nextBoolean() ? " " + id : id + "\n");
        case LONGER -> valid.put(field, id + id.charAt(place));
        case SHORTER -> valid.put(field, id.substring(0, id.length() - 1));
        case SHORT_GROUPS -> valid.put(field, "1-2-3-4-" + place);
        case NO_DASHES -> valid.put(field, id.replace("-", ""));
        case NO_HEX_DIGIT -> valid.put(field, replaced(id, place, 'g'));
        case FOREIGN_DIGIT -> valid.put(field, replaced(id, place, '\u0663'));
        case WRAPPED -> StrictJson.object().set("result", valid);
        case IN_AN_ARRAY -> valid.arrayNode().add(valid);
        case ONLY_THE_ID -> valid.get(field);
        case EMPTY_OBJECT -> StrictJson.object();
        case NOTHING -> valid.nullNode();
      };
    }
  }

  static JsonNode parsed(String json) {
    return assertInstanceOf(ParsedJson.Value.class, StrictJson.parse(json)).node();
  }

  private static ObjectNode renamed(ObjectNode valid, String field) {
    JsonNode id = valid.remove(field);
    return valid.set(field.toUpperCase(Locale.ROOT), id);
  }

  private static String replaced(String id, int place, char by) {
    return id.substring(0, place) + by + id.substring(place + 1);
  }
}
