package dev.kora.memory.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a model's answer what it repeats of recalled memory: the fences {@code
 * <recalled-memory …>} to {@code </recalled-memory>} with all that is between them, and the
 * sentence before them. A person should not read it as the model's own words, and memory should not
 * keep it a second time.
 *
 * <p>For an answer that arrives in pieces: what comes out does not depend on where they are cut.
 * Held back is only what may be the beginning of a fence, a few hundred characters at most. Tags
 * are found as they are when recalled text is fenced, with blanks, invisible characters and either
 * case. A fence that is opened and never closed takes the rest of the answer with it. All other
 * text comes out as it went in, but for a bracket that could be half of a tag: right before what is
 * taken out, or before more than 256 blanks, it comes out escaped.
 *
 * <pre>{@code
 * RecallScrubber scrubber = new RecallScrubber();
 * model.stream(prompt, piece -> show(scrubber.accept(piece)));
 * show(scrubber.end());
 * }</pre>
 *
 * <p>One for each answer, or for one answer after another; for one thread at a time.
 */
public final class RecallScrubber {
  private static final int MOST_BLANKS = 256;
  private static final String UP_TO_NAME = "<" + RecalledText.BLANK + "{0," + MOST_BLANKS + "}";

  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?<tag>%s(?i:%s))|(?<lead>%s)|<%s{%d}"
              .formatted(
                  UP_TO_NAME,
                  RecalledText.NAME,
                  Pattern.quote(RecalledText.LEAD),
                  RecalledText.BLANK,
                  MOST_BLANKS + 1));

  /** The end of a text that, with more after it, would be a tag. */
  private static final Pattern HALF_A_TAG =
      Pattern.compile(UP_TO_NAME + "(?i:" + anyBeginning(RecalledText.NAME) + ")\\z");

  /** What has neither come out nor been dropped. */
  private final StringBuilder held = new StringBuilder();

  private boolean inFence;
  private boolean inTag;
  private boolean tagCloses;
  private char lastOfTag;

  /** A scrubber for an answer that has not begun. */
  public RecallScrubber() {}

  private static String anyBeginning(String name) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      pattern.append("(?:").append(Pattern.quote(name.substring(i, i + 1)));
    }
    return pattern + ")?".repeat(name.length());
  }

  /**
   * Takes the next piece of the answer.
   *
   * @param chunk of any length
   * @return what can be shown by now; possibly empty
   */
  public String accept(CharSequence chunk) {
    held.append(chunk);
    int end = held.length();
    // Half a character may turn out to be an invisible one.
    boolean half = end > 0 && Character.isHighSurrogate(held.charAt(end - 1));
    return scrubbed(half ? end - 1 : end, false);
  }

  /**
   * The answer is over. The next piece begins another one.
   *
   * @return what was held back and is no fence; possibly empty
   */
  public String end() {
    String rest = scrubbed(held.length(), true);
    inFence = false;
    inTag = false;
    return rest;
  }

  /** How much is held back, for tests. */
  int held() {
    return held.length();
  }

  private String scrubbed(int end, boolean isLast) {
    StringBuilder out = new StringBuilder();
    Matcher beginning = BEGINNING.matcher(held);
    int from = 0; // everything before has come out or is dropped
    int at = 0; // and everything before this is decided
    while (at < end) {
      if (inTag) {
        at = afterTag(at, end);
        from = at;
      } else if (!mayBegin(held.charAt(at))) {
        at++;
      } else if (beginning.region(at, end).lookingAt()) {
        at = after(beginning, from, at, out);
        from = at;
      } else if (beginning.hitEnd() && !isLast) {
        break;
      } else {
        at++;
      }
    }
    int kept = at < end ? halfATag(from, at) : end;
    giveOut(from, kept, out);
    held.delete(0, kept);
    return out.toString();
  }

  private boolean mayBegin(char c) {
    return c == '<' || (c == RecalledText.LEAD.charAt(0) && !inFence);
  }

  /** Gives out what came before a beginning that was found; says where to go on. */
  private int after(Matcher beginning, int from, int at, StringBuilder out) {
    String tag = beginning.group("tag");
    if (tag == null && beginning.group("lead") == null) {
      giveOut(from, at, out);
      giveOutEscaped(at, at + 1, out);
      return at + 1;
    }
    int half = halfATag(from, at);
    giveOut(from, half, out);
    giveOutEscaped(half, at, out);
    if (tag != null) {
      inTag = true;
      tagCloses = tag.indexOf('/') >= 0;
      lastOfTag = ' ';
    }
    return beginning.end();
  }

  /** Where that begins which would be a tag with what comes after it; {@code to} if nothing. */
  private int halfATag(int from, int to) {
    if (inFence) {
      return to; // nothing of it comes out
    }
    Matcher half = HALF_A_TAG.matcher(held).region(from, to);
    return half.find() ? half.start() : to;
  }

  private void giveOut(int from, int to, StringBuilder out) {
    if (!inFence) {
      out.append(held, from, to);
    }
  }

  /** With its first character, a bracket, escaped. */
  private void giveOutEscaped(int from, int to, StringBuilder out) {
    if (!inFence && from < to) {
      out.append(RecalledText.ESCAPED).append(held, from + 1, to);
    }
  }

  /** Drops a tag up to its end, which may be long in coming. */
  private int afterTag(int at, int end) {
    for (int i = at; i < end; i++) {
      char c = held.charAt(i);
      if (c == '>') {
        inTag = false;
        inFence = !tagCloses && (inFence || lastOfTag != '/');
        return i + 1;
      }
      lastOfTag = c;
    }
    return end;
  }
}
