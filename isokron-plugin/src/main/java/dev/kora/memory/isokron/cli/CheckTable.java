package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.doctor.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The doctor's findings for people: in groups, each printed when it is complete. */
final class CheckTable {
  private static final int WIDTH = 100;
  private static final int INDENT = 24;
  private static final String MARGIN = " ".repeat(INDENT);

  private static final Map<String, String> TITLES =
      Map.of(
          "config", "Configuration",
          "sea", "Sea (writes)",
          "substrate", "Substrate (reads)",
          "workspace", "Workspace",
          "journal", "Outbox",
          "emit", "A live event");

  private final Consumer<String> out;
  private final boolean colour;
  private final List<Check> group = new ArrayList<>();
  private boolean begun;

  CheckTable(Consumer<String> out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  void add(Check check) {
    if (!group.isEmpty() && !groupOf(group.get(0)).equals(groupOf(check))) {
      flush();
    }
    group.add(check);
  }

  /** Prints what is left, and the sum. */
  void end(List<Check> checks) {
    flush();
    out.accept("");
    out.accept(sum(checks));
  }

  private static String sum(List<Check> checks) {
    long failed = count(checks, Check.State.FAIL);
    long fine = count(checks, Check.State.OK);
    long notMade = checks.stream().filter(check -> !check.wasMade()).count();
    long warnings = checks.size() - failed - fine - notMade;
    if (fine == checks.size()) {
      return "All " + fine + " checks are fine.";
    }
    List<String> parts = new ArrayList<>();
    if (failed > 0) {
      parts.add(failed + " failed");
    }
    if (warnings > 0) {
      parts.add(warnings + (warnings == 1 ? " warning" : " warnings"));
    }
    if (notMade > 0) {
      parts.add(notMade + " not checked");
    }
    parts.add(fine + " fine");
    return String.join(", ", parts) + ".";
  }

  private static long count(List<Check> checks, Check.State state) {
    return checks.stream().filter(check -> check.state() == state).count();
  }

  private void flush() {
    if (group.isEmpty()) {
      return;
    }
    if (begun) {
      out.accept("");
    }
    begun = true;
    String name = groupOf(group.get(0));
    out.accept(paint("1", TITLES.getOrDefault(name, name)));
    Check last = null;
    List<String> names = new ArrayList<>();
    for (Check check : group) {
      if (last != null && !isSame(last, check)) {
        print(names, last);
        names.clear();
      }
      names.add(wordOf(check));
      last = check;
    }
    if (last != null) {
      print(names, last);
    }
    group.clear();
  }

  /** Checks that were not made for one reason make one line. */
  private static boolean isSame(Check one, Check other) {
    return one.state() == Check.State.WARN
        && one.state() == other.state()
        && one.detail().equals(other.detail())
        && one.advice().equals(other.advice());
  }

  private void print(List<String> names, Check check) {
    boolean several = names.size() > 1;
    String word = several ? names.size() + " checks" : names.get(0);
    String text = several ? check.detail() + " (" + String.join(", ", names) + ")" : check.detail();
    String state = check.state().name().toLowerCase(Locale.ROOT);
    String painted = paint(check.state(), String.format("%-4s", state));
    List<String> lines = wrapped(text);
    out.accept("  " + painted + String.format("  %-14s  ", word) + lines.get(0));
    lines.stream().skip(1).forEach(line -> out.accept(MARGIN + line));
    if (!check.advice().isEmpty()) {
      String sign = "→ ";
      for (String line : wrapped(check.advice())) {
        out.accept(MARGIN + sign + line);
        sign = "  ";
      }
    }
  }

  private String paint(Check.State state, String text) {
    return switch (state) {
      case OK -> paint("32", text);
      case WARN -> paint("33", text);
      case FAIL -> paint("1;31", text);
    };
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** At blanks; a word that is longer than a line stands in one of its own. */
  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    @Nullable StringBuilder line = null;
    for (String word : text.split(" ", -1)) {
      if (line != null && line.length() + 1 + word.length() > WIDTH - INDENT - 2) {
        lines.add(line.toString());
        line = null;
      }
      line = line == null ? new StringBuilder(word) : line.append(' ').append(word);
    }
    lines.add(line == null ? "" : line.toString());
    return lines;
  }

  private static String groupOf(Check check) {
    int dot = check.name().indexOf('.');
    return dot < 0 ? check.name() : check.name().substring(0, dot);
  }

  private static String wordOf(Check check) {
    int dot = check.name().indexOf('.');
    return dot < 0 ? "" : check.name().substring(dot + 1).replace('_', ' ');
  }
}
