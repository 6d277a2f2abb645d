package dev.kora.memory.isokron.mcp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.statistics.Statistics;

/** Rule 14: any text fits into a header and comes out of it again. */
class HeaderValuePropertyTest {
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> whole =
        Arbitraries.strings()
            .ofMaxLength(30)
            .filter(t -> StandardCharsets.UTF_8.newEncoder().canEncode(t));
    Arbitrary<String> ascii = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30);
    StringArbitrary odd = Arbitraries.strings().withChars(' ', '\t', '\r', '\n', 'a', '=', '?');
    Arbitrary<String> marked = ascii.map(text -> "=?base64?" + text + "?=");
    return Arbitraries.oneOf(whole, ascii, odd.ofMaxLength(5), marked);
  }

  @Property(tries = 2000)
  void rule14WhatIsEncodedComesOutAgainAndIsALegalHeader(@ForAll("texts") String text) {
    String encoded = HeaderValue.encode(text);
    assertEquals(Optional.of(text), HeaderValue.decode(encoded));
    assertTrue(encoded.chars().allMatch(c -> c >= ' ' && c <= '~'), encoded);
    assertEquals(encoded, encoded.strip());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost")).header("Mcp-Name", encoded).build();
    assertEquals(Optional.of(encoded), request.headers().firstValue("mcp-name"));
    Statistics.label("form")
        .collect(encoded.equals(text) ? "plain" : "base64")
        .coverage(
            c -> {
              c.check("plain").percentage(p -> p > 10);
              c.check("base64").percentage(p -> p > 10);
            });
  }

  @Property(tries = 1000)
  void rule14AnyHeaderIsDecodedOrRefused(@ForAll("texts") String value) {
    HeaderValue.decode(value).ifPresent(text -> HeaderValue.encode(text));
  }

  @Example
  void rule14TheExamplesOfTheProtocolsText() {
    assertEquals("us-west1", HeaderValue.encode("us-west1"));
    assertEquals("", HeaderValue.encode(""));
    assertEquals("=?base64?SGVsbG8sIOS4lueVjA==?=", HeaderValue.encode("Hello, 世界"));
    assertEquals("=?base64?IHBhZGRlZCA=?=", HeaderValue.encode(" padded "));
    assertEquals("=?base64?bGluZTEKbGluZTI=?=", HeaderValue.encode("line1\nline2"));
    assertEquals("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=", HeaderValue.encode("=?base64?literal?="));
    assertEquals(Optional.empty(), HeaderValue.decode("=?base64?%%?="));
    assertEquals(Optional.empty(), HeaderValue.decode("=?base64?/w==?="));
  }
}
