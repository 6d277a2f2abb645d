package dev.kora.memory.sea.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way never says more than the long one. */
class PlainJsonPropertyTest {
  @Property(tries = 1000)
  void anOrdinaryValueIsTheSameAsWhatPostgresPrints(@ForAll("trees") Object tree) {
    assertTrue(PlainJson.same(canonical(tree), postgres(tree)), () -> canonical(tree));
  }

  /** One character of either text is changed, removed or doubled. */
  @Property(tries = 20_000)
  void whatItCallsTheSameTheParserCallsTheSame(
      @ForAll("trees") Object tree,
      @ForAll boolean inCanonical,
      @ForAll @IntRange(max = 10_000) int place,
      @ForAll("characters") String with) {
    String canonical = canonical(tree);
    String printed = postgres(tree);
    String changed = inCanonical ? canonical : printed;
    int at = place % changed.length();
    changed = changed.substring(0, at) + with + changed.substring(at + 1);
    if (inCanonical) {
      canonical = changed;
    } else {
      printed = changed;
    }

    boolean same = PlainJson.same(canonical, printed);
    Statistics.label("still the same").collect(same);
    if (same) {
      assertEquals(canonical, new String(CanonicalJson.ofText(printed), UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "-0",
        "-",
        "1.5",
        "1e3",
        "1234567890123456",
        "\"",
        "\"\\u0041\"",
        "\"\\/\"",
        "\"\uFFFD\"",
        "\"\t\"",
        "{\"b\":1,\"a\":1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,}",
        "[1,]",
        "[1",
        "{\"a\"}",
        "{\"\\n\":1}",
        "{\"ä\":1}",
        "tru",
        "{\"a\":[}",
        "{\"a\":{]}}",
        " 1",
        "1 "
      })
  void ofAnythingElseItSaysNothing(String text) {
    assertFalse(PlainJson.same(text, text));
    assertFalse(PlainJson.same(text, text.replace(",", ", ").replace(":", ": ")));
  }

  @Example
  void nestingIsBounded() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertFalse(PlainJson.same(deep, deep));
    String objects = "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);
    assertFalse(PlainJson.same(objects, objects));
  }

  @Provide
  Arbitrary<String> characters() {
    return Arbitraries.of(
        "", " ", "{", "}", "[", "]", ",", ":", "\"", "\"\"", "\\", "0", "1", "-", "e", "a", "ä",
        "\\n", "\uFFFD");
  }

  @Provide
  Arbitrary<Object> trees() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .withChars("abc \"\\\n\t\b\f\r/äß€\u007f\u2028")
                .ofMaxLength(6)
                .map(item -> (Object) item),
            Arbitraries.integers().map(item -> (Object) item),
            Arbitraries.of(true, false).map(item -> (Object) item));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(item -> (Object) item),
                Arbitraries.maps(Arbitraries.strings().withChars("ab-Z_0").ofMaxLength(4), inner)
                    .ofMaxSize(5)
                    .map(item -> (Object) item)),
        0,
        3);
  }

  private static String canonical(Object tree) {
    return new String(CanonicalJson.ofValue(tree), UTF_8);
  }

  /** As {@code jsonb} is printed. */
  private static String postgres(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted =
          new TreeMap<>(
              Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
      map.forEach((key, item) -> sorted.put((String) key, item));
      return sorted.entrySet().stream()
          .map(field -> canonical(field.getKey()) + ": " + postgres(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(PlainJsonPropertyTest::postgres)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return canonical(value);
  }
}
