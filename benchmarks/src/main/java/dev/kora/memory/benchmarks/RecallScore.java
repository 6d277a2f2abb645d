package dev.kora.memory.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The mean recall of some questions: the part of the evidence among the first lines recalled. */
final class RecallScore {
  /** After how many lines it is looked. */
  static final int[] AT = {5, 10, 20};

  private final double[] sums = new double[AT.length];
  private int questions;
  private int mostLines;

  void add(Set<String> evidence, List<String> recalled) {
    for (int i = 0; i < AT.length; i++) {
      List<String> first = recalled.subList(0, Math.min(AT[i], recalled.size()));
      sums[i] += (double) evidence.stream().filter(first::contains).count() / evidence.size();
    }
    questions++;
    mostLines = Math.max(mostLines, recalled.size());
  }

  /** The row of a table: a name, how many questions, the most lines that came, and the means. */
  String[] row(String name) {
    String[] row = new String[3 + AT.length];
    row[0] = name;
    row[1] = Integer.toString(questions);
    row[2] = Integer.toString(mostLines);
    for (int i = 0; i < AT.length; i++) {
      row[3 + i] = shown(questions == 0 ? 0 : sums[i] / questions);
    }
    return row;
  }

  static String shown(double recall) {
    return String.format(Locale.ROOT, "%.3f", recall);
  }
}
