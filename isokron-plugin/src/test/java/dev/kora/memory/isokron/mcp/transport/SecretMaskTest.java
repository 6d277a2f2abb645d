package dev.kora.memory.isokron.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 13: secrets are taken out of what a server says. */
class SecretMaskTest {
  private static final String SECRET = "ab+c/ud==";
  private static final List<String> FORMS =
      List.of(
          SECRET,
          "ab+c\\/ud==",
          "ab+c\\u002fud==",
          "ab+c\\u002Fud\\u003d\\u003D",
          "ab%2Bc%2Fud%3D%3D",
          "ab%2bc%2fud%3d=",
          "\\u0061b+c/\\u0075d==");

  private final SecretMask mask = SecretMask.NONE.and(SECRET);

  @Test
  void rule13ASecretIsHiddenInEveryEscapeAndWhereverItStands() {
    for (String form : FORMS) {
      assertEquals("****", mask.hide(form));
      assertEquals("**** at the start", mask.hide(form + " at the start"));
      assertEquals("at the end: ****", mask.hide("at the end: " + form));
      assertEquals("é **** and **** 😀", mask.hide("é " + form + " and " + form + " 😀"));
      assertEquals("********", mask.hide(form + form));
    }
  }

  @Test
  void rule13ASecretThatBeginsInTheMiddleOfItsOwnHalfIsHidden() {
    assertEquals("abab****x", SecretMask.NONE.and("ababababc").hide("ababababababcx"));
    assertEquals("ab+c/****", mask.hide("ab+c/" + SECRET));
  }

  @Test
  void rule13ASecretWithBackslashesOrPercentSignsIsHiddenAsItselfAndEscaped() {
    SecretMask other = SecretMask.NONE.and("a\\b\\\\c%2F\"d");
    for (String form :
        List.of(
            "a\\b\\\\c%2F\"d",
            "a\\\\b\\\\\\\\c%2F\\\"d",
            "a\\u005cb\\u005C\\u005cc%2F\\u0022d",
            "a%5Cb%5c%5Cc%252F%22d")) {
      assertEquals("<****>", other.hide("<" + form + ">"));
    }
  }

  @Test
  void whatHasNoSecretInItIsNotCopied() {
    byte[] text = "ab+c/u d== \\u002 %2 \\".getBytes(StandardCharsets.UTF_8);
    assertSame(text, mask.hide(text));
    assertSame(text, SecretMask.NONE.hide(text));
  }

  @Test
  void rule13ATextThatWasCutLosesTheHalfSecretAtItsEndAndNothingElse() {
    for (String form : FORMS) {
      for (int length = 1; length < form.length(); length++) {
        String half = "no: " + form.substring(0, length);
        assertEquals(
            form.startsWith("\\u") && length < 6 ? half : "no: ", mask.hide(half, true), half);
      }
      assertEquals("no: ****", mask.hide("no: " + form, true));
    }
    assertEquals("a long text without it", mask.hide("a long text without it", true));
    assertEquals("no: ab+c", mask.hide("no: ab+c", false));
    assertEquals("", mask.hide("ab+", true));
  }

  @Test
  void aShortSecretCouldBeAWordOfTheProtocolAndIsNotHidden() {
    assertSame(SecretMask.NONE, SecretMask.NONE.and("1234567").and("").and(null));
    assertEquals("****", SecretMask.NONE.and("12345678").hide("12345678"));
    assertSame(mask, mask.and(SECRET));
  }

  @Test
  void rule13SeveralSecretsAreHidden() {
    assertEquals("**** **** x", mask.and("canary-session").hide("canary-session " + SECRET + " x"));
  }

  @Test
  void rule13AThrowableThatShowsASecretInItselfOrACauseIsNotPassedOn() {
    Throwable clean = new IllegalStateException("x", new IOException("y"));
    assertSame(clean, mask.withoutSecrets(clean));
    assertNull(mask.withoutSecrets(new IOException(SECRET)));
    assertNull(mask.withoutSecrets(new IllegalStateException("x", new IOException(FORMS.get(4)))));
    assertNotNull(SecretMask.NONE.withoutSecrets(new IOException(SECRET)));
  }
}
