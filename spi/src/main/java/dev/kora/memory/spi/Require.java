package dev.kora.memory.spi;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that the records of this package share, so that all complain in the same words. */
final class Require {
  private Require() {}

  static String notBlank(String value, String what) {
    Objects.requireNonNull(value, what);
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank");
    }
    return value;
  }

  static void nullOrNotBlank(@Nullable String value, String what) {
    if (value != null) {
      notBlank(value, what);
    }
  }

  static String matching(Pattern pattern, String value, String what) {
    Objects.requireNonNull(value, what);
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " must match " + pattern.pattern() + " but is \"" + value + "\"");
    }
    return value;
  }

  static void notNegative(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must not be negative but is " + value);
    }
  }
}
