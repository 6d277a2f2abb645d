package dev.kora.memory.isokron.prompt;

import dev.kora.memory.isokron.graph.StoredText;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of a recall: id, date, who or what, and the text, one line for each entry. */
public final class RecallText {
  /** Most lines of one recall. */
  public static final int MAX_LINES = 20;

  private static final int TEXT_LENGTH = 600;
  private static final int LENGTH = 8_000;
  private static final Pattern MIRROR = Pattern.compile("^\\[memory\\.[a-z]+ → ");

  private RecallText() {}

  /**
   * Writes the lines, the best first; empty when there is nothing. Without mirrors of the host's
   * own memory files: the host shows those itself, and what was removed there must not come back.
   */
  public static String of(List<ScratchpadRow> rows) {
    List<String> lines = new ArrayList<>();
    int length = 0;
    for (ScratchpadRow row : rows) {
      String content = row.content();
      if (content == null || MIRROR.matcher(content).find()) {
        continue;
      }
      String line = line(row, content);
      length += line.length() + 1;
      if (lines.size() == MAX_LINES || length > LENGTH) {
        break;
      }
      lines.add(line);
    }
    return String.join("\n", lines);
  }

  private static String line(ScratchpadRow row, String content) {
    StoredText stored = StoredText.parse(content);
    if (stored instanceof StoredText.Turn turn) {
      return line(turn.turnId(), turn.at(), turn.speaker() + ": " + turn.text());
    }
    String date = row.createdAt().toString();
    if (stored instanceof StoredText.Node node) {
      return line(
          row.id().toString(), date, node.kind() + " “" + node.title() + "”: " + node.body());
    }
    return line(row.id().toString(), date, ((StoredText.Plain) stored).body());
  }

  private static String line(String id, String date, String text) {
    return "- [" + OneLine.of(id, 80) + "] " + OneLine.of(date, 40) + " " + unbroken(text);
  }

  // Not redacted: it is the agent's own memory, and the host fences it as data.
  private static String unbroken(String text) {
    String flat = text.replaceAll("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    return flat.length() > TEXT_LENGTH ? OneLine.cut(flat, TEXT_LENGTH) + "…" : flat;
  }
}
