package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.spi.MemorySession;
import java.util.List;
import java.util.regex.Pattern;

/** A new session recalls what was said in the earlier ones, and of a decision only the newest. */
final class RecallStory {
  private static final int LINES = 8;
  private static final int LINE_WIDTH = 100;
  private static final int QUERY_WIDTH = 40;

  /** The id of what is recalled, and when it was said or written. */
  private static final Pattern DATED = Pattern.compile("- \\[.+?] \\d{4}-\\d\\d-\\d\\dT\\S+Z .+");

  private final Console console;
  private final MemorySession session;

  RecallStory(Console console, MemorySession session) {
    this.console = console;
    this.session = session;
  }

  /** Asks for the last thing that the user said, and for the decision that was replaced. */
  void tell(String said, NodeStory.Revisions decision) throws Exception {
    console.chapter("Recall, in a new session, what was said in the earlier ones");
    String recalled = recall(said, "");
    List<String> entries = recalled.lines().filter(line -> line.startsWith("- [")).toList();
    for (String entry : entries) {
      if (!DATED.matcher(entry).matches()) {
        throw new DemoException("a line is recalled without its id or its date: " + entry);
      }
    }
    if (entries.isEmpty()) {
      throw new DemoException("what is recalled has no lines: " + recalled);
    }
    recalled.lines().limit(LINES).forEach(this::show);
    decision(decision);
  }

  private void decision(NodeStory.Revisions decision) throws Exception {
    String recalled = recall(NodeStory.LOOKED_FOR, NodeStory.NEW_TEXT);
    // In brackets: the new one names the old one in its text.
    if (recalled.contains("[" + decision.old() + "]")) {
      throw new DemoException("a decision that is replaced is recalled: " + recalled);
    }
    recalled.lines().filter(line -> line.contains(NodeStory.NEW_TEXT)).limit(1).forEach(this::show);
    console.say("Each line has its id and its date. The decision that was replaced is in none.");
  }

  private String recall(String query, String awaited) throws Exception {
    return console.step(
        "Recalling for “" + shorten(query, QUERY_WIDTH) + "”",
        () -> Recalling.of(session, query, awaited));
  }

  private void show(String line) {
    console.say("  " + shorten(line, LINE_WIDTH));
  }

  private static String shorten(String text, int width) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }
}
