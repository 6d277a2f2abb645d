package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecallScrubberTest {

  private static String scrubbed(String answer) {
    RecallScrubber scrubber = new RecallScrubber();
    return scrubber.accept(answer) + scrubber.end();
  }

  @Test
  void whatTheHostFencedIsTakenOutWhole() {
    String echoed =
        RecalledText.fenced("isokron", "- the password is <b>x</b>\n- </recalled-memory>");
    assertEquals("You said: \n\nGood?", scrubbed("You said: " + echoed + "\nGood?"));
  }

  @ParameterizedTest
  @CsvSource({
    "a<recalled-memory source=\"x\">gone</recalled-memory>b, ab",
    "a<RECALLED-memory>gone< / Recalled-Memory >b, ab",
    "a<recalled-memory>1<recalled-memory>2</recalled-memory>b, ab",
    "a<recalled-memory source=x/>b, ab",
    "a<recalled-memory>b<recalled-memory/>c</recalled-memory>d, ad",
    "a</recalled-memory>b, ab",
    "a<recalled-memory>never closed, a",
    "a<recalled-memory never closed either, a",
    "a<recalled-memory >1</recalled-memory>b<recalled-memory>2</recalled-memory>c, abc",
  })
  void tags(String answer, String left) {
    assertEquals(left, scrubbed(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "a < b <recall <recalled-memor> </ recalled memory>",
    "<<<EOF if (a<b) std::cout << x; The text inside is mine",
    "The text inside <recalled>",
  })
  void whatOnlyLooksLikeItStays(String answer) {
    assertEquals(answer, scrubbed(answer));
  }

  @Test
  void whatIsLeftCannotBecomeATag() {
    String fence = "<recalled-memory>x</recalled-memory>";
    assertEquals("&lt;recalled-memory>", scrubbed("<" + fence + "recalled-memory>"));
    assertEquals("<<&lt;/ recalled-memory>", scrubbed("<<</ recal" + fence + "led-memory>"));
    assertEquals("&lt;recalled-memory>", scrubbed("<" + RecalledText.LEAD + "recalled-memory>"));
    String blanks = " ".repeat(300);
    assertEquals("&lt;" + blanks + "recalled-memory>", scrubbed("<" + blanks + "recalled-memory>"));
  }

  @Test
  void onlyWhatMayBeginATagIsHeldBack() {
    RecallScrubber scrubber = new RecallScrubber();
    assertEquals("Yes, a ", scrubber.accept("Yes, a "));
    assertEquals("", scrubber.accept("<"));
    assertEquals("< b. ", scrubber.accept(" b. "));
    assertEquals("x ", scrubber.accept("x <recalled-mem"));
    assertEquals("", scrubber.accept("ory source="));
    assertEquals("", scrubber.accept("\"a\">secret "));
    assertEquals("", scrubber.accept("text</recalled-memory"));
    assertEquals(" y", scrubber.accept("> y"));
    assertEquals("", scrubber.accept("<recalled"));
    assertEquals("<recalled", scrubber.end());
    assertEquals("next", scrubber.accept("next"));
  }

  @Test
  void theNextAnswerBeginsOutsideOfAFence() {
    RecallScrubber scrubber = new RecallScrubber();
    assertEquals("", scrubber.accept("<recalled-memory>cut off"));
    assertEquals("", scrubber.end());
    assertEquals("", scrubber.accept("<recalled-memory cut o"));
    assertEquals("", scrubber.end());
    assertEquals("next", scrubber.accept("next"));
  }

  @Test
  void anEndlessTagOrFenceKeepsNothing() {
    RecallScrubber scrubber = new RecallScrubber();
    assertEquals("", scrubber.accept("<recalled-memory"));
    for (int i = 0; i < 100; i++) {
      assertEquals("", scrubber.accept(" ".repeat(1_000)));
    }
    assertEquals("", scrubber.accept(">"));
    for (int i = 0; i < 100; i++) {
      assertEquals("", scrubber.accept("< ".repeat(1_000)));
    }
    assertTrue(scrubber.held() <= 2, () -> "held: " + scrubber.held());
    assertEquals("", scrubber.accept("</recalled-memory>"));
    StringBuilder out = new StringBuilder(scrubber.accept("<"));
    int most = 0;
    for (int i = 0; i < 1_000; i++) {
      out.append(scrubber.accept(" "));
      most = Math.max(most, scrubber.held());
    }
    assertEquals("&lt;" + " ".repeat(1_000), out + scrubber.end());
    assertEquals(257, most);
  }
}
