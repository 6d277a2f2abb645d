package dev.kora.memory.isokron.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the text of a scratchpad entry is, by its first lines. */
public sealed interface StoredText {
  /** What an entry without a header, or with a damaged one, is: all of it is body. */
  record Plain(String body) implements StoredText {}

  /** A typed node. */
  record Node(String kind, String title, String body) implements StoredText {
    static final String HEADER = "iso_node v0.1";

    /** How the text of every node begins, or of those of a kind. */
    static String beginning(@Nullable String kind) {
      return HEADER + "\n" + (kind == null ? "" : "node_kind: " + kind + "\n");
    }

    /** The text as it is stored. */
    public String render() {
      return header(HEADER, List.of("node_kind", kind, "title", title)) + body;
    }
  }

  /**
   * One utterance of a conversation.
   *
   * @param at when, as ISO text
   */
  record Turn(String turnId, String sessionId, String at, String speaker, String text)
      implements StoredText {
    static final String HEADER = "iso_turn v0.1";

    /** How the text of every turn begins. */
    static final String BEGINNING = HEADER + "\n";

    /** The text as it is stored. */
    public String render() {
      return header(
              HEADER,
              List.of("turn_id", turnId, "session_id", sessionId, "at", at, "speaker", speaker))
          + text;
    }
  }

  /** Reads stored text; anything that is not exactly a known header is plain. */
  static StoredText parse(String content) {
    int end = content.indexOf("\n---\n");
    if (end < 0) {
      return new Plain(content);
    }
    String[] lines = content.substring(0, end).split("\n", -1);
    String body = content.substring(end + "\n---\n".length());
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(": ");
      if (colon < 1
          || fields.put(lines[i].substring(0, colon), lines[i].substring(colon + 2)) != null) {
        return new Plain(content);
      }
    }
    if (lines[0].equals(Node.HEADER)
        && fields.keySet().containsAll(List.of("node_kind", "title"))) {
      return new Node(fields.getOrDefault("node_kind", ""), fields.getOrDefault("title", ""), body);
    }
    if (lines[0].equals(Turn.HEADER)
        && fields.keySet().containsAll(List.of("turn_id", "session_id", "at", "speaker"))) {
      return new Turn(
          fields.getOrDefault("turn_id", ""),
          fields.getOrDefault("session_id", ""),
          fields.getOrDefault("at", ""),
          fields.getOrDefault("speaker", ""),
          body);
    }
    return new Plain(content);
  }

  private static String header(String first, List<String> fields) {
    StringBuilder header = new StringBuilder(first).append('\n');
    for (int i = 0; i < fields.size(); i += 2) {
      // A line break in a value would forge the header.
      header.append(fields.get(i)).append(": ").append(unbroken(fields.get(i + 1)));
      header.append('\n');
    }
    return header.append("---\n").toString();
  }

  private static String unbroken(String value) {
    return value.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
  }
}
