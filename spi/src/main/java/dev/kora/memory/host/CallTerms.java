package dev.kora.memory.host;

import java.time.Duration;

/**
 * What a call of a plugin is called in notices, how long it may take, and whether the agent may go
 * on if it has no answer by then. A provider that has to fail closed does so in an essential call,
 * and one that hangs there has had no chance to. An ending call is made however many others hang:
 * it may be what they wait for.
 */
record CallTerms(String what, Duration limit, boolean essential, boolean ending) {

  static CallTerms optional(String what, Duration limit) {
    return new CallTerms(what, limit, false, false);
  }

  static CallTerms essential(String what, Duration limit) {
    return new CallTerms(what, limit, true, false);
  }

  static CallTerms ending(String what, Duration limit) {
    return new CallTerms(what, limit, false, true);
  }
}
