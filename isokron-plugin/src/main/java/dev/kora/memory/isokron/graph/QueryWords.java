package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.json.OneLine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a query. */
final class QueryWords {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** They stand in the header of every node or turn, and tell nothing apart. */
  private static final Set<String> IN_HEADERS =
      Set.of("iso", "node", "turn", "id", "session", "at", "speaker", "kind", "title", "v0.1");

  /** More is not searched for either. */
  private static final int MAX_LENGTH = 4_000;

  private QueryWords() {}

  /** The query without the words of headers, unless there are no others; cut if it is long. */
  static String telling(String whole) {
    String query = OneLine.cut(whole, MAX_LENGTH);
    List<String> telling =
        Arrays.stream(query.split("\\s+"))
            .filter(word -> !word.isEmpty() && !isInHeaders(word))
            .toList();
    return telling.isEmpty() ? query : String.join(" ", telling);
  }

  private static boolean isInHeaders(String word) {
    String bare = bare(word.toLowerCase(Locale.ROOT));
    return IN_HEADERS.contains(bare)
        || (bare.endsWith("s") && IN_HEADERS.contains(bare.substring(0, bare.length() - 1)));
  }

  /** Without the signs around it. */
  private static String bare(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && !Character.isLetterOrDigit(word.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetterOrDigit(word.charAt(to - 1))) {
      to--;
    }
    return word.substring(from, to);
  }

  /** Whether a text has any word of the query, or contains it as it stands. */
  static boolean match(String query, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String wanted = query.strip().toLowerCase(Locale.ROOT);
    return lower.contains(wanted)
        || NO_WORD
            .splitAsStream(wanted)
            .anyMatch(word -> word.length() > 2 && lower.contains(word));
  }
}
