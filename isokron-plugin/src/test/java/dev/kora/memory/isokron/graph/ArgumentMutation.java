package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;

/** Ways to change one argument of a call that fits; some still fit after that. */
enum ArgumentMutation {
  NONE,
  DROPPED,
  RENAMED,
  ONE_MORE,
  NULL,
  NUMBER,
  TEXT_OF_A_NUMBER,
  BOOLEAN,
  OBJECT,
  EMPTY_ARRAY,
  IN_AN_ARRAY,
  EMPTY,
  BLANK,
  BLANK_WITH_BREAKS,
  PADDED,
  BREAK_AT_THE_END,
  CONTROL,
  LINE_SEPARATOR,
  BIDI,
  LONE_SURROGATE,
  NUL,
  AS_LONG_AS_MAY_BE,
  ONE_TOO_LONG,
  UPPER,
  SHORT_GROUPS,
  WHOLE_WITH_FRACTION_DIGITS,
  EXPONENT,
  FRACTION,
  ZERO,
  NEGATIVE,
  PAST_THE_END,
  TWICE,
  UNKNOWN_ITEM;

  /** Returns the changed call; {@code valid} may be changed. */
  ObjectNode apply(ObjectNode valid, Argument argument, SplittableRandom random) {
    String name = argument.name();
    JsonNode value = valid.path(name);
    String text = value.isTextual() ? value.textValue() : "x";
    switch (this) {
      case NONE -> {}
      case DROPPED -> valid.remove(name);
      case RENAMED -> valid.set(name.toUpperCase(Locale.ROOT), valid.remove(name));
      case ONE_MORE -> valid.put("x" + random.nextInt(9), 1);
      case NULL -> valid.putNull(name);
      case NUMBER -> valid.put(name, random.nextInt(1, 4));
      case TEXT_OF_A_NUMBER -> valid.put(name, "2");
      case BOOLEAN -> valid.put(name, random.nextBoolean());
      case OBJECT -> valid.putObject(name);
      case EMPTY_ARRAY -> valid.putArray(name);
      case IN_AN_ARRAY -> valid.putArray(name).add(value);
      case EMPTY -> valid.put(name, "");
      case BLANK -> valid.put(name, " ".repeat(random.nextInt(1, 5)));
      case BLANK_WITH_BREAKS -> valid.put(name, " \n\t\r ");
      case PADDED -> valid.put(name, "  " + text + " ");
      case BREAK_AT_THE_END -> valid.put(name, text + "\n");
      case CONTROL -> valid.put(name, text + (char) random.nextInt(1, 32) + text);
      case LINE_SEPARATOR -> valid.put(name, text + "\u2028" + text);
      case BIDI -> valid.put(name, "\u202e" + text);
      case LONE_SURROGATE -> valid.put(name, text + "\ud83d");
      case NUL -> valid.put(name, text + "\0");
      case AS_LONG_AS_MAY_BE -> valid.put(name, "😀".repeat(most(argument)));
      case ONE_TOO_LONG -> valid.put(name, "😀".repeat(most(argument) + 1));
      case UPPER -> valid.put(name, text.toUpperCase(Locale.ROOT));
      case SHORT_GROUPS -> valid.put(name, "1-1-1-1-1");
      case WHOLE_WITH_FRACTION_DIGITS -> valid.put(name, new BigDecimal("3.0"));
      case EXPONENT -> valid.put(name, new BigDecimal("1e0"));
      case FRACTION -> valid.put(name, new BigDecimal("1.5"));
      case ZERO -> valid.put(name, 0);
      case NEGATIVE -> valid.put(name, -1);
      case PAST_THE_END -> valid.put(name, 101);
      case TWICE -> more(valid, name, value, value.path(0));
      case UNKNOWN_ITEM -> more(valid, name, value, StrictJson.object());
      default -> throw new AssertionError(this);
    }
    return valid;
  }

  private static void more(ObjectNode valid, String name, JsonNode value, JsonNode item) {
    ArrayNode array = valid.putArray(name);
    value.forEach(array::add);
    array.add(item.isMissingNode() ? StrictJson.object() : item);
  }

  private static int most(Argument argument) {
    return argument.rule() instanceof ArgumentRule.Text text
        ? text.maxLength()
        : argument.rule() instanceof ArgumentRule.Line line ? line.maxLength() : 10;
  }
}
