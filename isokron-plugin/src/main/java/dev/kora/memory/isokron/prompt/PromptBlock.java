package dev.kora.memory.isokron.prompt;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.ChainRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The block of the system prompt, section by section, in a fixed order. A section that has no data
 * is left out, except the recent activity, which says so.
 */
public final class PromptBlock {
  private static final int SHOWN_EVENTS = 5;
  private static final int SUMMARY_LENGTH = 300;
  private static final String LABEL =
      "(Assembled by IsoKron's memory provider at session start; a fresh substrate query wins over"
          + " this block.)";

  private final List<String> sections = new ArrayList<>();

  /** The tools that the session offers, by name. */
  public PromptBlock tools(List<String> names) {
    if (!names.isEmpty()) {
      sections.add(
          "§6a Typed-graph tools for remembering across sessions:\n  - "
              + String.join("\n  - ", names));
    }
    return this;
  }

  /** The newest events of the workspace's chain, newest first. */
  public PromptBlock recentActivity(List<ChainRow> events) {
    StringBuilder section =
        new StringBuilder("§6 Recent kora.* activity (").append(events.size()).append(" cached):");
    if (events.isEmpty()) {
      section.append("\n  - <no recent chain events>");
    }
    for (ChainRow event : events.subList(0, Math.min(SHOWN_EVENTS, events.size()))) {
      section
          .append("\n  - ")
          .append(event.at())
          .append(' ')
          .append(OneLine.of(event.type(), 120))
          .append(' ')
          .append(OneLine.of(event.payload(), SUMMARY_LENGTH));
    }
    if (events.size() > SHOWN_EVENTS) {
      section.append("\n  … and ").append(events.size() - SHOWN_EVENTS).append(" older");
    }
    sections.add(section.toString());
    return this;
  }

  /** Says that the recent activity could not be read. */
  public PromptBlock recentActivityUnknown() {
    sections.add("§6 Recent kora.* activity (0 cached):\n  - <substrate unreachable>");
    return this;
  }

  /** The whole block, with its label as the last line. */
  public String text() {
    return String.join("\n\n", sections) + "\n\n" + LABEL;
  }
}
