package dev.kora.memory.isokron.prompt;

import dev.kora.memory.isokron.graph.StoredText;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import java.util.List;

/** The lines of a recall: id, date, who or what, and the text, one line for each entry. */
public final class RecallText {
  private static final int TEXT_LENGTH = 600;

  private RecallText() {}

  /** Writes the lines; empty when there is nothing. */
  public static String of(List<ScratchpadRow> rows) {
    return String.join("\n", rows.stream().map(RecallText::line).toList());
  }

  private static String line(ScratchpadRow row) {
    String content = row.content();
    StoredText stored = StoredText.parse(content == null ? "" : content);
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
