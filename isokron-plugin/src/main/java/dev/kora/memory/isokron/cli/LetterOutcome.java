package dev.kora.memory.isokron.cli;

/**
 * What became of a dead letter.
 *
 * @param state delivered, queued or dropped
 * @param told the same in a sentence
 */
record LetterOutcome(String state, String told) {
  static final LetterOutcome DROPPED = new LetterOutcome("dropped", "dropped for good");

  static final LetterOutcome DELIVERED =
      new LetterOutcome("delivered", "delivered by the running host");

  static LetterOutcome queued(String told) {
    return new LetterOutcome("queued", told);
  }
}
