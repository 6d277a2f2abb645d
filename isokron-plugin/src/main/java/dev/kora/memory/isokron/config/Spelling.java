package dev.kora.memory.isokron.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what a user may have meant. */
final class Spelling {
  private static final int MAX_SHOWN = 60;

  private Spelling() {}

  static Optional<String> closest(String word, List<String> known) {
    int limit = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(k -> distance(word, k) <= limit)
        .min(Comparator.comparingInt(k -> distance(word, k)));
  }

  /** A value as it may stand in a message: short and without control characters. */
  static String printable(String value) {
    String cut = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value;
    return "`" + cut.replaceAll("\\p{Cntrl}", "?") + "`";
  }

  // Levenshtein, one row at a time.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
