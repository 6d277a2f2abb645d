package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Printable;
import dev.kora.memory.example.console.Table;
import java.io.PrintStream;

/** What the host shows: data on one stream, everything else on standard error. */
final class Screen {
  private final PrintStream out;

  Screen(PrintStream out) {
    this.out = out;
  }

  /** Shows something that was asked for. */
  void data(String text) {
    out.println(Printable.text(text));
  }

  /** Shows something that was asked for. */
  void data(Table table) {
    table.lines().forEach(this::data);
  }

  /** Says something about it. The stream changes while a terminal is in use. */
  void note(String text) {
    System.err.println(Printable.text(text));
  }
}
