package dev.kora.memory.sea.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  /** The example of RFC 8785, section 3.2.2, with a number that a double holds. */
  @Test
  void theExampleOfTheRfcHasItsBytes() {
    String json =
        """
        {"numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
         "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
         "literals": [null, true, false]}
        """;
    assertEquals(
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        canonical(json));
  }

  @Test
  void keysAreSortedByTheirUtf16Units() {
    assertEquals(
        "{\"\\r\":1,\"1\":2,\"😂\":3,\"\uFB33\":4}",
        canonical("{\"\\uFB33\":4,\"\\uD83D\\uDE02\":3,\"1\":2,\"\\r\":1}"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1.0, 1",
    "100, 100",
    "1e2, 100",
    "9007199254740992, 9007199254740992",
    "-0, 0",
    "1e21, 1e+21",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2e-44, 2e-44"
  })
  void aNumberThatADoubleHoldsIsAccepted(String number, String canonical) {
    assertEquals(canonical, canonical(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "9223372036854775808",
        "1e400",
        "-1e400",
        "0.1000000000000000055511151231257827",
        "1e-400",
        "333333333.33333329",
        "1.00000000000000001"
      })
  void aNumberThatADoubleWouldChangeIsRefused(String number) {
    assertThrows(UncanonicalJsonException.class, () -> CanonicalJson.ofText(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\u0000\"",
        "{\"\\u0000\":1}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\udfff\":1}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "",
        "1 2",
        "{",
        "nan",
        "NaN",
        "'a'"
      })
  void whatCannotBeStoredUnchangedOrIsNoJsonIsRefused(String json) {
    assertThrows(UncanonicalJsonException.class, () -> CanonicalJson.ofText(json));
  }

  @Test
  void theDepthIsBounded() {
    int max = CanonicalJson.MAX_DEPTH;
    assertEquals("[".repeat(max) + "]".repeat(max), canonical("[".repeat(max) + "]".repeat(max)));
    for (int depth : new int[] {max + 1, 900, 100_000}) {
      String json = "[".repeat(depth) + "]".repeat(depth);
      assertThrows(UncanonicalJsonException.class, () -> CanonicalJson.ofText(json));
    }
  }

  @Test
  void thePlaceIsNamed() {
    UncanonicalJsonException e =
        assertThrows(
            UncanonicalJsonException.class, () -> CanonicalJson.ofText("{\"a/b\":[0,1e400]}"));
    assertEquals("/a~1b/1", e.pointer());
  }

  @Property(tries = 300)
  void agreesWithAPlainWriterAndIsItsOwnCanonicalForm(@ForAll("trees") Object tree) {
    byte[] canonical = CanonicalJson.ofValue(tree);

    assertEquals(plain(tree), new String(canonical, UTF_8));
    assertArrayEquals(canonical, CanonicalJson.ofText(new String(canonical, UTF_8)));
  }

  @Property(tries = 500)
  void everyFiniteDoubleIsAcceptedAndReadsBackAsItself(@ForAll double number) {
    String canonical = canonical(shortest(number));

    assertEquals(number + 0.0, Double.parseDouble(canonical));
  }

  private static String shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; ; digits++) {
      String text = exact.round(new MathContext(digits)).toString();
      if (digits == 17 || Double.parseDouble(text) == number) {
        return text;
      }
    }
  }

  @Provide
  Arbitrary<Object> trees() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .withCharRange('\u0001', '\ud7ff')
                .ofMaxLength(8)
                .map(item -> (Object) item),
            Arbitraries.integers().map(item -> (Object) item),
            Arbitraries.of(true, false).map(item -> (Object) item));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(item -> (Object) item),
                Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(4), inner)
                    .ofMaxSize(4)
                    .map(item -> (Object) item)),
        0,
        3);
  }

  /** The form as the RFC tells it, for the values that {@link #trees} makes. */
  private static String plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, item) -> sorted.put((String) key, item));
      List<String> fields = new ArrayList<>();
      sorted.forEach((key, item) -> fields.add(plain(key) + ":" + plain(item)));
      return "{" + String.join(",", fields) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(",", list.stream().map(CanonicalJsonTest::plain).toList()) + "]";
    }
    return value instanceof String text ? quoted(text) : value.toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\\b\f\n\r\t".indexOf(c);
      if (known >= 0) {
        out.append('\\').append("\"\\bfnrt".charAt(known));
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static String canonical(String json) {
    return new String(CanonicalJson.ofText(json), UTF_8);
  }
}
