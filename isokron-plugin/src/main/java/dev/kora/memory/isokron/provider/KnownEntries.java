package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.graph.StoredText;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A plain search of entries in memory, for while the substrate does not answer. */
final class KnownEntries {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int SHORTEST = 4;
  private static final int MAX_WORDS = 20;

  private KnownEntries() {}

  /** The rows with any longer word of the query; those with more of them first. */
  static List<ScratchpadRow> matching(List<ScratchpadRow> rows, String query) {
    List<String> words =
        NO_WORD
            .splitAsStream(query.toLowerCase(Locale.ROOT))
            .filter(word -> word.length() >= SHORTEST)
            .distinct()
            .limit(MAX_WORDS)
            .toList();
    Map<ScratchpadRow, Long> hits =
        rows.stream().collect(Collectors.toMap(row -> row, row -> hits(row, words), (a, b) -> a));
    return rows.stream()
        .filter(row -> hits.getOrDefault(row, 0L) > 0)
        .sorted(Comparator.comparing(row -> -hits.getOrDefault(row, 0L)))
        .toList();
  }

  private static long hits(ScratchpadRow row, List<String> words) {
    String content = row.content();
    String said = said(StoredText.parse(content == null ? "" : content)).toLowerCase(Locale.ROOT);
    return words.stream().filter(said::contains).count();
  }

  // Not the header: its words are in every entry.
  private static String said(StoredText stored) {
    if (stored instanceof StoredText.Turn turn) {
      return turn.speaker() + ' ' + turn.text();
    }
    return stored instanceof StoredText.Node node
        ? node.kind() + ' ' + node.title() + ' ' + node.body()
        : ((StoredText.Plain) stored).body();
  }
}
