package com.example.notes;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A note. Whoever made it up, it is one line of plain text: a line break in it would forge a line
 * of the prompt, and control characters drive terminals.
 *
 * @param at when it was made, in ISO 8601
 * @param text what was noted; not blank
 */
record Note(String at, String text) {
  // Besides control characters: halves of surrogate pairs, other line breaks, changes of direction.
  private static final Pattern NOT_PLAIN =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3,}");

  /** Cleans the components. */
  Note {
    at = plain(at);
    text = plain(text);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a note must say something");
    }
  }

  private static String plain(String text) {
    return NOT_PLAIN.matcher(text).replaceAll(" ").strip();
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toUnmodifiableSet());
  }

  private record Hit(Note note, List<String> shared) {
    /** A rare word counts for more than a frequent one. */
    long score(Map<String, Long> frequencies) {
      return shared.stream()
          .mapToLong(word -> 1_000_000 / frequencies.getOrDefault(word, 1L))
          .sum();
    }
  }

  /** The notes that share words with the query, best first; those alike keep their order. */
  static List<Note> best(List<Note> notes, String query, int limit) {
    Set<String> asked = words(query);
    List<Hit> hits =
        notes.stream()
            .map(note -> new Hit(note, words(note.text).stream().filter(asked::contains).toList()))
            .filter(hit -> !hit.shared().isEmpty())
            .toList();
    Map<String, Long> frequencies =
        hits.stream()
            .flatMap(hit -> hit.shared().stream())
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    return hits.stream()
        .sorted(Comparator.comparingLong(hit -> -hit.score(frequencies)))
        .limit(limit)
        .map(Hit::note)
        .toList();
  }

  /** The line that the model reads. */
  String line() {
    return "- " + at + " " + text;
  }
}
