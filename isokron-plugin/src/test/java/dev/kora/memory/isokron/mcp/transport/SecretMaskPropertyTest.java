package dev.kora.memory.isokron.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Rule 13: however a secret is escaped, and whatever surrounds it. */
class SecretMaskPropertyTest {
  /** How a character is written: as itself, escaped as JSON may do it, as a URL may do it. */
  private enum Escape {
    NONE,
    BACKSLASH,
    UNICODE,
    UNICODE_UPPER,
    PERCENT,
    PERCENT_UPPER;

    String of(char c) {
      return switch (this) {
        case NONE -> "" + c;
        case BACKSLASH -> "/\"".indexOf(c) >= 0 ? "\\" + c : "" + c;
        case UNICODE -> String.format("\\u%04x", (int) c);
        case UNICODE_UPPER -> String.format("\\u%04X", (int) c);
        case PERCENT -> String.format("%%%02x", (int) c);
        case PERCENT_UPPER -> String.format("%%%02X", (int) c);
      };
    }
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings().withChars("abu0/+=\"-").ofMinLength(8).ofMaxLength(20);
  }

  @Provide
  Arbitrary<List<Escape>> escapes() {
    return Arbitraries.of(Escape.class).list().ofMinSize(1).ofMaxSize(20);
  }

  /** Texts with beginnings of escapes, and of the secret. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abu0/+=\"-\\%é{ ").ofMaxLength(30);
  }

  @Property(tries = 2000)
  void rule13AnEscapedSecretIsFoundWhereverItStands(
      @ForAll("secrets") String secret,
      @ForAll("escapes") List<Escape> escapes,
      @ForAll("texts") String before,
      @ForAll("texts") String after,
      @ForAll boolean half) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < secret.length(); i++) {
      Escape escape = escapes.get(i % escapes.size());
      escaped.append(escape.of(secret.charAt(i)));
      Statistics.label("escape")
          .collect(escape)
          .coverage(
              check -> {
                for (Escape each : Escape.values()) {
                  check.check(each).count(n -> n > 0);
                }
              });
    }
    String start = before + (half ? escaped.substring(0, escaped.length() / 2) : "");
    String hidden = SecretMask.NONE.and(secret).hide(start + escaped + after);
    assertFalse(anyForm(secret).matcher(hidden).find(), hidden);
    if (!anyForm(secret)
            .matcher(start + escaped)
            .results()
            .anyMatch(m -> m.start() < start.length())
        && !anyForm(secret).matcher(after).find()) {
      assertEquals(start + "****" + after, hidden);
    }
  }

  /** Written apart from the mask, as a pattern of all forms of each character. */
  private static Pattern anyForm(String secret) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < secret.length(); i++) {
      char c = secret.charAt(i);
      String hex = String.format("(?i:%02x)", (int) c);
      pattern
          .append("(?:\\\\?")
          .append(Pattern.quote("" + c))
          .append("|\\\\u00")
          .append(hex)
          .append("|%")
          .append(hex)
          .append(")");
    }
    return Pattern.compile(pattern.toString());
  }
}
