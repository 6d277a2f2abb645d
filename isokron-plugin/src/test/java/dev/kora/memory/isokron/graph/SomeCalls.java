package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Arguments that fit, made from a tool's description. */
final class SomeCalls {
  private SomeCalls() {}

  /** All of the required ones, some of the others. */
  static ObjectNode fitting(ToolSpec spec, SplittableRandom random) {
    ObjectNode call = StrictJson.object();
    for (Argument argument : spec.arguments()) {
      if (argument.required() || random.nextBoolean()) {
        call.set(argument.name(), value(argument.rule(), random));
      }
    }
    return call;
  }

  private static JsonNode value(ArgumentRule rule, SplittableRandom random) {
    if (rule instanceof ArgumentRule.Id) {
      return TextNode.valueOf(new UUID(random.nextLong(), random.nextLong()).toString());
    } else if (rule instanceof ArgumentRule.Choice choice) {
      return TextNode.valueOf(any(choice.choices(), random));
    } else if (rule instanceof ArgumentRule.Choices choices) {
      ArrayNode some = StrictJson.object().putArray("some");
      int first = random.nextInt(choices.choices().size());
      choices.choices().subList(first, choices.choices().size()).forEach(some::add);
      return some;
    } else if (rule instanceof ArgumentRule.Whole whole) {
      return IntNode.valueOf(random.nextInt(whole.min(), whole.max() + 1));
    } else if (rule instanceof ArgumentRule.Flag) {
      return BooleanNode.valueOf(random.nextBoolean());
    }
    return TextNode.valueOf(
        any(
            List.of("a", "Two words", "'; DROP TABLE x; --", "%_\\", "ü 😀", "a & b | !c:*"),
            random));
  }

  private static String any(List<String> texts, SplittableRandom random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
