package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.json.StrictJson;
import java.io.PrintWriter;

/**
 * What became of a dead letter, or of a gap.
 *
 * @param state delivered, queued or dropped
 * @param told the same in a sentence
 */
record LetterOutcome(String state, String told) {
  static final LetterOutcome DROPPED = new LetterOutcome("dropped", "dropped for good");

  static final LetterOutcome DELIVERED =
      new LetterOutcome("delivered", "delivered by the running host");

  void print(OutboxOptions options, String name, PrintWriter out) {
    out.println(
        options.json()
            ? PrintedJson.of(
                StrictJson.object().put("key", name).put("state", state).put("detail", told))
            : name + ": " + told);
  }

  static LetterOutcome queued(String told) {
    return new LetterOutcome("queued", told);
  }
}
