package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

class RecallScrubberPropertyTest {
  /** A tag as it is found when recalled text is fenced. */
  private static final Pattern TAG =
      Pattern.compile("<[\\s/\\p{Z}\\p{Cf}]*recalled-memory", Pattern.CASE_INSENSITIVE);

  /** Pieces that make up tags, halves of them, and what only looks like one. */
  @Provide
  Arbitrary<String> answers() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "<",
            "</",
            ">",
            "/",
            " ",
            "\n",
            "\u00a0",
            "\u2060",
            "\uDB40\uDC01", // an invisible character of two halves
            "\uDB40",
            "\uD83D\uDE00",
            "rec",
            "alled-mem",
            "ory",
            "recalled-memory",
            "RECALLED-Memory",
            "<recalled-memory source=\"x\">",
            "</recalled-memory>",
            "<recalled-memory",
            "T",
            "The text inside ",
            RecalledText.LEAD,
            "words ",
            " ".repeat(200));
    return pieces.list().ofMinSize(1).ofMaxSize(24).map(list -> String.join("", list));
  }

  private static String whole(String answer) {
    RecallScrubber scrubber = new RecallScrubber();
    return scrubber.accept(answer) + scrubber.end();
  }

  @Property
  void whereTheAnswerIsCutMakesNoDifference(
      @ForAll("answers") String answer,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 40) Integer> lengths) {
    RecallScrubber scrubber = new RecallScrubber();
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int i = 0; at < answer.length(); i++) {
      int end = Math.min(answer.length(), at + lengths.get(i % lengths.size()));
      out.append(scrubber.accept(answer.substring(at, end)));
      at = end;
    }
    out.append(scrubber.end());
    assertEquals(whole(answer), out.toString());
    Statistics.label("something is taken out").collect(!out.toString().equals(answer));
  }

  @Property
  void noTagComesOut(@ForAll("answers") String answer) {
    assertFalse(TAG.matcher(whole(answer)).find());
    Statistics.label("there was a tag").collect(TAG.matcher(answer).find());
  }

  @Property
  void anAnswerWithoutATagComesOutAsItIs(@ForAll("answers") String answer) {
    boolean plain =
        !TAG.matcher(answer).find()
            && !Pattern.compile("<[\\s/\\p{Z}\\p{Cf}]{257}").matcher(answer).find();
    if (plain) {
      assertEquals(answer, whole(answer));
    }
    Statistics.label("without a tag").collect(plain);
  }

  @Property
  void whatIsFencedIsGoneAndTheRestStays(
      @ForAll("words") String before,
      @ForAll("answers") String recalled,
      @ForAll("words") String after) {
    String fenced = RecalledText.fenced("x", recalled);
    assertEquals(before + "\n" + after, whole(before + fenced + after));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("ab .,<\n").ofMaxLength(20).map(text -> text + ".");
  }
}
