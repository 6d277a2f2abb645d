package dev.kora.memory.isokron.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a command line into words as a POSIX shell does: at blanks, with single quotes, double
 * quotes and backslashes. No shell runs it: there are no variables, patterns, pipes or comments,
 * and their characters stand for themselves.
 */
final class CommandLine {
  // In double quotes, a backslash before any other character stands for itself.
  private static final String ESCAPED_IN_DOUBLE_QUOTES = "\\\"$`\n";

  private final String text;
  private final List<String> words = new ArrayList<>();

  /** The word being read; null between words. */
  private @Nullable StringBuilder word;

  private int at;

  private CommandLine(String text) {
    this.text = text;
  }

  /** Returns the words, of which the first is not empty. The messages repeat none of the text. */
  static List<String> parse(String text) throws SettingException {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new SettingException("has a NUL at " + place(nul) + "; remove it");
    }
    List<String> words = new CommandLine(text).words();
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new SettingException("names no program; write stdio://PROGRAM ARGUMENTS");
    }
    return words;
  }

  private List<String> words() throws SettingException {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case ' ', '\t', '\n' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        default -> current().append(c);
      }
      at++;
    }
    endWord();
    return words;
  }

  private StringBuilder current() {
    if (word == null) {
      word = new StringBuilder();
    }
    return word;
  }

  private void endWord() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }

  private void singleQuoted() throws SettingException {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      throw unclosed("single", at);
    }
    current().append(text, at + 1, end);
    at = end;
  }

  private void doubleQuoted() throws SettingException {
    int start = at;
    StringBuilder quoted = current();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        return;
      }
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (c == '\\' && ESCAPED_IN_DOUBLE_QUOTES.indexOf(next) >= 0) {
        at++;
        quoted.append(next == '\n' ? "" : String.valueOf(next));
      } else {
        quoted.append(c);
      }
    }
    throw unclosed("double", start);
  }

  private void escaped() throws SettingException {
    if (at + 1 == text.length()) {
      throw new SettingException(
          "ends in a backslash at " + place(at) + "; remove it or write it twice");
    }
    at++;
    if (text.charAt(at) != '\n') { // before a line's end it joins the two lines
      current().append(text.charAt(at));
    }
  }

  private static SettingException unclosed(String kind, int at) {
    return new SettingException(
        "has an unclosed " + kind + " quote at " + place(at) + "; close it");
  }

  private static String place(int index) {
    return "character " + (index + 1) + " of the command";
  }
}
